using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>Lending's windows.</content>
public sealed partial class PlatformDb : ILendingDb, IBookingDb, IDayCloseDb, ILoanFactsDb
{
    DbSet<Customer> ILendingDb.Customers => Set<Customer>();

    DbSet<Loan> ILendingDb.Loans => Set<Loan>();

    DbSet<DayClose> IDayCloseDb.DayCloses => Set<DayClose>();

    IQueryable<DeviceFacts> ILoanFactsDb.Devices => Set<DeviceFacts>();

    IQueryable<PaymentFacts> ILoanFactsDb.Payments => Set<PaymentFacts>();

    IQueryable<AllocationFacts> ILoanFactsDb.Allocations => Set<AllocationFacts>();

    IQueryable<LoggedEvent> ILoanFactsDb.Events => Set<LoggedEvent>();

    // Two statements on purpose: a joined read would take the installments as they were before the wait for the lock.
    async Task<Loan?> ILendingDb.LockLoan(LoanId id, CancellationToken ct)
    {
        if (await Ids("select id from loans where id = $1 for update", ct, id.Value) is []) return null;
        if (Set<Loan>().Local.Any(loan => loan.Id == id)) throw new InvalidOperationException("Lock a loan before reading it.");
        return await Set<Loan>().SingleAsync(loan => loan.Id == id, ct);
    }

    async Task<Loan?> ILendingDb.LockLoanWithHistory(LoanId id, CancellationToken ct)
    {
        var loan = await ((ILendingDb)this).LockLoan(id, ct);
        if (loan is not null) await Entry(loan).Collection(l => l.Transactions).LoadAsync(ct);
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

    async Task<DayClose> IDayCloseDb.LockDay(DateOnly day, DateTimeOffset now, CancellationToken ct)
    {
        await Database.ExecuteSqlAsync($"insert into day_closes (day, started_at) values ({day}, {now}) on conflict (day) do nothing", ct);
        return await Set<DayClose>().FromSql($"select * from day_closes where day = {day} for update").SingleAsync(ct);
    }

    async Task<LoanSet> IDayCloseDb.LockNextLoans(LoanId? after, DateOnly dueBy, int limit, CancellationToken ct)
    {
        // The set is chosen without locks, so that its size says truly whether more follow.
        var chosen = await Ids("""
            select id from loans where state = 'active' and next_due_on <= $1 and id > $2 order by id limit $3
            """, ct, dueBy, after?.Value ?? Guid.Empty, limit);
        if (chosen.Count == 0) return new LoanSet([], null, false);

        var locked = await Ids("""
            select id from loans where id = any($1) and state = 'active' and next_due_on <= $2 order by id for update
            """, ct, chosen.ToArray(), dueBy);
        var ids = locked.ConvertAll(id => new LoanId(id));
        var loans = await Set<Loan>().Where(loan => ids.Contains(loan.Id)).AsSplitQuery().ToListAsync(ct);
        return new LoanSet(loans, new LoanId(chosen[^1]), chosen.Count == limit);
    }

    async Task<IReadOnlySet<ReminderNote>> IDayCloseDb.NoteReminders(IReadOnlyList<ReminderNote> notes, DateOnly day, CancellationToken ct)
    {
        var added = new HashSet<ReminderNote>();
        if (notes.Count == 0) return added;
        await using var insert = new NpgsqlCommand("""
            insert into reminders (loan_id, installment, kind, day)
            select loan_id, installment, kind, $4 from unnest($1, $2, $3) as note (loan_id, installment, kind)
            on conflict (loan_id, installment, kind) do nothing
            returning loan_id, installment, kind
            """, (NpgsqlConnection)Database.GetDbConnection())
        {
            Parameters =
            {
                new() { Value = notes.Select(n => n.Loan.Value).ToArray() },
                new() { Value = notes.Select(n => n.Installment).ToArray() },
                new() { Value = notes.Select(n => n.Kind).ToArray() },
                new() { Value = day },
            },
        };
        await using var reader = await insert.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) added.Add(new(new LoanId(reader.GetGuid(0)), reader.GetInt32(1), reader.GetString(2)));
        return added;
    }

    async Task<DateOnly?> IDayCloseDb.FirstDay(CancellationToken ct) =>
        await Set<Loan>().Where(loan => loan.State == LoanState.Active).MinAsync(loan => (DateOnly?)loan.DisbursedOn, ct);

    async Task<WaitingWork> ILoanFactsDb.Waiting(DateTimeOffset ordersBefore, CancellationToken ct) =>
        await Database.SqlQuery<WaitingWork>($"""
            select (select count(*)::int from orders where state in ('ordered', 'armed') and kind <> 'message' and ordered_at < {ordersBefore}) as "StuckOrders",
                   (select count(*)::int from unmatched_payments where settled_at is null) as "UnmatchedCount",
                   (select coalesce(sum(amount_minor), 0)::bigint from unmatched_payments where settled_at is null) as "UnmatchedMinor",
                   (select count(*)::int from deliveries where dead) as "DeadDeliveries",
                   (select count(*)::int from messages where sent_at is null and attempts >= 8) as "GivenUpMessages",
                   coalesce((select differences from book_proofs order by at desc limit 1), 0) as "BookDifferences"
            """).SingleAsync(ct);

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
