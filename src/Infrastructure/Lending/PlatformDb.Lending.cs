using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>Lending's windows.</content>
public sealed partial class PlatformDb : ILendingDb, IBookingDb, ILoanFactsDb
{
    DbSet<Customer> ILendingDb.Customers => Set<Customer>();

    DbSet<Loan> ILendingDb.Loans => Set<Loan>();

    IQueryable<DeviceFacts> ILoanFactsDb.Devices => Set<DeviceFacts>();

    IQueryable<PaymentFacts> ILoanFactsDb.Payments => Set<PaymentFacts>();

    IQueryable<LoggedEvent> ILoanFactsDb.Events => Set<LoggedEvent>();

    Task<Loan?> ILendingDb.LockLoan(LoanId id, CancellationToken ct) => LockLoan(id, history: false, ct);

    Task<Loan?> ILendingDb.LockLoanWithHistory(LoanId id, CancellationToken ct) => LockLoan(id, history: true, ct);

    // Two statements, because a join would repeat every installment for every transaction. What was recorded between them is left out.
    async Task<Loan?> ILendingDb.CopyLoan(LoanId id, CancellationToken ct)
    {
        var loan = await Set<Loan>().AsNoTracking().SingleOrDefaultAsync(loan => loan.Id == id, ct);
        if (loan is null) return null;
        loan.Recall(await Set<LoanTransaction>().AsNoTracking().Where(t => t.LoanId == id && t.Sequence <= loan.LastSequence).ToListAsync(ct));
        return loan;
    }

    async Task<LoanId?> IBookingDb.TakeKey(string key, LoanId loan, CancellationToken ct)
    {
        var taken = await Database.ExecuteSqlAsync(
            $"insert into bookings (key, loan_id) values ({key}, {loan.Value}) on conflict (key) do nothing", ct);
        if (taken == 1) return null;
        return new LoanId((await Ids("select loan_id from bookings where key = $1", ct, key)).Single());
    }

    async Task<string> IBookingDb.NextNumber(CancellationToken ct)
    {
        var number = await Database.SqlQuery<long>($"select nextval('contract_numbers') as \"Value\"").SingleAsync(ct);
        return $"PL-{number:D6}";
    }

    async Task<DeviceFacts?> IBookingDb.LockDevice(DeviceId id, CancellationToken ct) =>
        await Ids("select id from devices where id = $1 for update", ct, id.Value) is []
            ? null
            : await Set<DeviceFacts>().SingleAsync(device => device.Id == id, ct);

    async Task IBookingDb.TakeTurnToRegister(CancellationToken ct) =>
        await Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':customers', 0))", ct);

    async Task<WaitingWork> ILoanFactsDb.Waiting(DateTimeOffset ordersBefore, CancellationToken ct) =>
        await Database.SqlQuery<WaitingWork>($"""
            select (select count(*)::int from orders where state in ('ordered', 'armed') and kind <> 'message' and ordered_at < {ordersBefore}) as "StuckOrders",
                   (select count(*)::int from unmatched_payments where settled_at is null) as "UnmatchedCount",
                   (select coalesce(sum(amount_minor), 0)::bigint from unmatched_payments where settled_at is null) as "UnmatchedMinor",
                   (select count(*)::int from deliveries where dead) as "DeadDeliveries",
                   (select count(*)::int from messages where sent_at is null and attempts >= 8) as "GivenUpMessages",
                   coalesce((select differences from book_proofs order by at desc limit 1), 0) as "BookDifferences"
            """).SingleAsync(ct);

    // Two statements on purpose: a joined read would take the installments as they were before the wait for the lock.
    private async Task<Loan?> LockLoan(LoanId id, bool history, CancellationToken ct)
    {
        NotYetRead(id);
        return await Ids("select id from loans where id = $1 for update", ct, id.Value) is [] ? null : await Locked(id, history, ct);
    }

    private void NotYetRead(LoanId id)
    {
        if (Set<Loan>().Local.Any(loan => loan.Id == id)) throw new InvalidOperationException("Lock a loan before reading it.");
    }

    private async Task<Loan> Locked(LoanId id, bool history, CancellationToken ct)
    {
        var loan = await Set<Loan>().SingleAsync(loan => loan.Id == id, ct);
        if (history) await Entry(loan).Collection(l => l.Transactions).LoadAsync(ct);
        return loan;
    }

    // Ids that a statement returns; most of them lock rows on the way.
    private async Task<List<Guid>> Ids(string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)Database.GetDbConnection());
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        return ids;
    }
}
