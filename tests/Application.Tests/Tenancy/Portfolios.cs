using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Identity;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Tenancy;

/// <summary>Loans and devices put in behind lending's back, for sums and dates.</summary>
internal static class Portfolios
{
    /// <summary>A loan with a device and installments: due date, total and paid in minor units.</summary>
    public static async Task Loan(TestPortal portal, TenantInfo tenant, params (string Due, long Total, long Paid)[] installments) =>
        await Loan(portal, tenant, "active", installments);

    /// <summary>The same, with the device in a state.</summary>
    public static async Task Loan(TestPortal portal, TenantInfo tenant, string deviceState, params (string Due, long Total, long Paid)[] installments)
    {
        var (loan, device) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var customer = await People.Customer(portal, tenant, "+2547" + Random.Shared.Next(10_000_000, 99_999_999));
        var (total, paid) = (installments.Sum(i => i.Total), installments.Sum(i => i.Paid));
        var due = installments.Where(i => i.Paid < i.Total).Select(i => $"date '{i.Due}'").FirstOrDefault("null");
        var rows = installments.Select((i, n) => $"('{loan}', {n + 1}, '2026-02-01', '{i.Due}', {i.Total}, 0, {i.Paid})");
        await portal.InTenant(tenant, $"""
            insert into devices (id, kind, model, serial, state, phase, state_since, created_at)
            values ('{device}', 'phone', 'Test', '{device}', '{deviceState}', 'confirmed', now(), now());
            insert into loans (id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor,
                interest_method, annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, caught_up_on, engine_version,
                next_due_on, late_from, total_minor, paid_minor, created_at)
            values ('{loan}', '{loan}', '{customer}', '{device}', '{(paid == total ? "paid_off" : "active")}', 'current', '{tenant.Currency}', {total}, 0, {total},
                'none', 0, {installments.Length}, 1, 'weeks', 3, '2026-02-01', '2026-02-01', 1, {due}, {due}, {total}, {paid}, now());
            insert into installments (loan_id, number, from_on, due_on, principal_minor, interest_minor, paid_principal_minor) values {string.Join(", ", rows)};
            """);
    }
}
