using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What the signed-in customer owes and has: the loan that presses first, devices, latest payments.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class MyAccount(IPaymentsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant, TenantClock clock, Caller caller)
{
    private const int MostLoans = 50;
    private const int Latest = 5;

    /// <summary>The account.</summary>
    /// <param name="Name">The customer's name.</param>
    /// <param name="Loans">Own loans: those that are paid first come first.</param>
    /// <param name="Payments">The latest payments, newest first.</param>
    /// <param name="Credit">What was paid beyond what was owed and not given back.</param>
    /// <param name="ByCard">True when cards are taken.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Account(
        string Name, IReadOnlyList<OwnLoan> Loans, IReadOnlyList<OwnPayment> Payments, Money Credit, bool ByCard,
        DateOnly Today, DateTimeOffset Now, TimeZoneInfo Zone)
    {
        /// <summary>The loan that presses first; null when nothing is owed.</summary>
        public OwnLoan? Pressing => Loans.FirstOrDefault(l => l.State == LoanState.Active);
    }

    /// <summary>The account as it stands.</summary>
    public async Task<Account> Handle(CancellationToken ct)
    {
        var me = caller.RequireCustomer();
        var name = await lending.Customers.Where(c => c.Id == me).Select(c => c.Name).SingleAsync(ct);
        var loans = await lending.Loans.AsNoTracking().Where(l => l.CustomerId == me)
            .OrderBy(l => l.State).ThenBy(l => l.NextDueOn).ThenByDescending(l => l.CreatedAt).Take(MostLoans).ToListAsync(ct);
        loans.ForEach(l => l.CatchUp(clock.Today));
        var ids = loans.ConvertAll(l => l.DeviceId);
        var devices = await portfolio.Devices.Where(d => ids.Contains(d.Id)).ToListAsync(ct);
        var payments = await db.Payments.AsNoTracking().Where(p => p.CustomerId == me)
            .OrderByDescending(p => p.ReceivedAt).ThenByDescending(p => p.ReceiptNumber).Take(Latest)
            .Select(p => new { p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, p.AmountMinor, p.Currency, Reversed = db.Reversals.Any(r => r.PaymentId == p.Id) }).ToListAsync(ct);
        var credit = await lending.Loans.Where(l => l.CustomerId == me).SumAsync(l => l.CreditMinor, ct);
        return new Account(
            name,
            loans.ConvertAll(l => OwnLoan.Of(l, devices.Find(d => d.Id == l.DeviceId), clock.Today)),
            payments.ConvertAll(p => new OwnPayment(p.Id, p.ReceiptNumber, p.ReceivedAt, p.Method, new Money(p.AmountMinor, p.Currency), p.Reversed)),
            new Money(credit, tenant.Currency), await db.Providers.AnyAsync(ct), clock.Today, clock.Now, tenant.TimeZone);
    }
}
