using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of loans that go badly.</content>
public sealed partial class PlatformDb : ILoanClassesDb
{
    DbSet<ChosenBuckets> ILoanClassesDb.Buckets => Set<ChosenBuckets>();

    DbSet<DeviceReturn> ILoanClassesDb.Returns => Set<DeviceReturn>();

    // The same whole numbers as Loan.ProvideFor: outstanding by Loan.Outstanding, days by Loan.DaysPastDue, the class by
    // LoanBuckets.Of, the rate by LoanBuckets.Expected. One transfer for each loan that changes, debit first, booked as the
    // ledger's own writing does: with a share of the books, on the first day that is open.
    async Task<int> ILoanClassesDb.ProvisionLoans(
        IReadOnlyCollection<LoanId> ids, DateOnly day, LoanBuckets buckets, TenantClock clock, CancellationToken ct)
    {
        Guid[] loans = [.. ids.Select(id => id.Value)];
        var currencies = await Database.SqlQuery<string>($"select distinct currency as \"Value\" from loans where id = any({loans})").ToListAsync(ct);
        foreach (var currency in currencies) await ((ILedgerDb)this).OpenBooks(Currency.Of(currency), clock, ct);
        await Database.ExecuteSqlAsync($"select ledger_share()", ct);
        await using var command = new NpgsqlCommand($"""
            with wanted as (
                select l.id, chosen.transfer_id, l.currency, l.provision_minor as had, (owed.minor * b.rate + {LoanBuckets.WholeBasisPoints / 2}) / {LoanBuckets.WholeBasisPoints} as wants
                from unnest($1, $2) as chosen (id, transfer_id)
                join loans l on l.id = chosen.id
                cross join lateral (
                    select greatest($3 - l.late_from, l.late_at_least, 0, case when l.class = 'performing' then 0 else $4 end) as days) late
                cross join lateral (
                    select case when l.state <> 'active' or l.charged_off is not null then 0 else (
                        select sum(i.principal_minor - i.paid_principal_minor - i.paid_interest_minor - i.waived_interest_minor
                            + case when i.due_on <= l.caught_up_on
                                then i.fee_minor + i.tax_minor - i.paid_fee_minor - i.paid_tax_minor - i.waived_fee_minor - i.waived_tax_minor
                                else 0 end)::bigint + l.accrued_minor
                        from installments i where i.loan_id = l.id) end as minor) owed
                join unnest($5, $6, $7) as b (first_day, last_day, rate) on late.days between b.first_day and b.last_day),
            changed as (
                update loans l set provision_minor = w.wants from wanted w where l.id = w.id and w.wants <> w.had
                returning l.id, w.transfer_id, l.currency, w.wants - w.had as more),
            written as (
                insert into ledger_transfers (id, kind, at, booked_on, effective_on, loan_id, memo)
                select transfer_id, 'provisioned', $8, ledger_open_day($3), $3, id, $9 from changed),
            lines as (
                insert into ledger_entries (transfer_id, line, account_id, loan_id, amount_minor, currency, booked_on)
                select c.transfer_id, line.number, a.id, c.id, line.minor, c.currency, ledger_open_day($3)
                from changed c
                cross join lateral (values
                    (1, case when c.more > 0 then '{Chart.ProvisionExpense}' else '{Chart.LossAllowance}' end, abs(c.more)),
                    (2, case when c.more > 0 then '{Chart.LossAllowance}' else '{Chart.ProvisionExpense}' end, -abs(c.more))) as line (number, code, minor)
                join ledger_accounts a on a.code = line.code and a.currency = c.currency)
            select count(*)::int from changed
            """, (NpgsqlConnection)Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = loans },
                new() { Value = loans.Select(_ => clock.NewId()).ToArray() },
                new() { Value = day },
                new() { Value = buckets.ImpairedFrom },
                new() { Value = buckets.All.Select(b => b.From).ToArray() },
                new() { Value = buckets.All.Select(b => b.To ?? int.MaxValue).ToArray() },
                new() { Value = buckets.All.Select(b => (long)b.RateBasisPoints).ToArray() },
                new() { Value = clock.Now },
                new() { Value = Postings.ProvisionMemo },
            },
        };
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }
}
