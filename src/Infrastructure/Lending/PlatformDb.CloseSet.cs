using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Lending;
using Paylatch.Infrastructure.Outbox;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of closing a set of loans.</content>
public sealed partial class PlatformDb : ICloseSetDb
{
    private NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    async Task<DayCloseLane?> ICloseSetDb.LockLane(DateOnly day, int lane, CancellationToken ct) => await Set<DayCloseLane>()
        .FromSql($"select * from day_close_lanes where day = {day} and lane = {lane} for update skip locked").SingleOrDefaultAsync(ct);

    async Task<LoanSet> ICloseSetDb.LockNextLoans(DayCloseLane lane, int limit, CancellationToken ct)
    {
        // The set is chosen without locks, so that its size says truly whether more follow.
        var (chosen, last) = await Choose(lane, limit, ct);
        if (last is not { } end) return new LoanSet(lane.Place, null, 0, [], false);

        await using var locking = new NpgsqlCommand($"""
            select currency, count(*) from (
                select l.currency from loans l where {SetAccrual.InSet} order by l.id for update of l) locked group by currency
            """, Connection) { Parameters = { new() { Value = lane.Place.Value }, new() { Value = end } } };
        await using var reader = await locking.ExecuteReaderAsync(ct);
        var (currencies, count) = (new List<Currency>(), 0);
        while (await reader.ReadAsync(ct))
        {
            currencies.Add(Currency.Of(reader.GetString(0)));
            count += (int)reader.GetInt64(1);
        }

        return new LoanSet(lane.Place, new LoanId(end), count, currencies, chosen == limit);
    }

    async Task<Accrued> ICloseSetDb.Accrue(DayCloseLane lane, LoanSet set, LoanBuckets buckets, TenantClock clock, CancellationToken ct)
    {
        if (set.Last is not { } last || set.Count == 0) return new Accrued([], []);
        var (left, earned) = (new List<LoanId>(), new List<DayCloseSum>());
        await using (var batch = SetAccrual.Command(Connection, lane.Day, set.After, last, clock.Now, [.. buckets.All.Select(b => b.From).Where(from => from > 0)]))
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (!reader.IsDBNull(0)) left.Add(new LoanId(reader.GetGuid(0)));
                else if (reader.GetInt64(2) != 0) earned.Add(new DayCloseSum(lane.Day, Currency.Of(reader.GetString(1)), reader.GetInt64(2)));
            }
        }

        return new Accrued(left.Count == 0 ? [] : await Set<Loan>().Where(loan => left.Contains(loan.Id)).AsSplitQuery().ToListAsync(ct), earned);
    }

    async Task<IReadOnlyList<LoanId>> ICloseSetDb.IdsOf(LoanSet set, CancellationToken ct) => set.Last is not { } last
        ? []
        : (await Ids($"select l.id from loans l where {SetAccrual.InSet} order by l.id", ct, set.After.Value, last.Value)).ConvertAll(id => new LoanId(id));

    async Task<IReadOnlySet<ReminderNote>> ICloseSetDb.NoteReminders(IReadOnlyList<ReminderNote> notes, DateOnly day, CancellationToken ct)
    {
        var added = new HashSet<ReminderNote>();
        if (notes.Count == 0) return added;
        await using var insert = new NpgsqlCommand("""
            insert into reminders (loan_id, installment, kind, day)
            select loan_id, installment, kind, $4 from unnest($1, $2, $3) as note (loan_id, installment, kind)
            on conflict (loan_id, installment, kind) do nothing
            returning loan_id, installment, kind
            """, Connection)
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

    async Task ICloseSetDb.Add(DateOnly day, int lane, IReadOnlyList<DayCloseSum> sums, TenantId tenant, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection);
        foreach (var sum in sums)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("""
                insert into day_close_amounts (day, lane, currency, interest_minor, fees_minor, penalties_minor) values ($1, $2, $3, $4, $5, $6)
                on conflict (day, lane, currency) do update set interest_minor = day_close_amounts.interest_minor + excluded.interest_minor,
                    fees_minor = day_close_amounts.fees_minor + excluded.fees_minor, penalties_minor = day_close_amounts.penalties_minor + excluded.penalties_minor
                """)
            {
                Parameters =
                {
                    new() { Value = day }, new() { Value = lane }, new() { Value = sum.Currency.Code },
                    new() { Value = sum.InterestMinor }, new() { Value = sum.FeesMinor }, new() { Value = sum.PenaltiesMinor },
                },
            });
        }

        // About no loan and no device: it wakes nobody but those who watch the close itself.
        batch.BatchCommands.Add(new Signal(tenant, [], [], false, false).ToCommand());
        await batch.ExecuteNonQueryAsync(ct);
    }

    async Task<DayCloseFailure?> ICloseSetDb.LockFailure(LoanId loan, CancellationToken ct) => await Set<DayCloseFailure>()
        .FromSql($"select * from day_close_failures where loan_id = {loan.Value} and resolved_at is null for update skip locked").SingleOrDefaultAsync(ct);

    private async Task<(int Chosen, Guid? Last)> Choose(DayCloseLane lane, int limit, CancellationToken ct)
    {
        await using var choosing = new NpgsqlCommand($"""
            select count(*), (array_agg(id order by id desc))[1] from (
                select l.id from loans l where {SetAccrual.InSet} order by l.id limit $3) chosen
            """, Connection)
        {
            Parameters =
            {
                new() { Value = lane.Place.Value },
                new() { Value = (object?)lane.ThroughId?.Value ?? Guid.AllBitsSet, NpgsqlDbType = NpgsqlDbType.Uuid },
                new() { Value = limit },
            },
        };
        await using var reader = await choosing.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return ((int)reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetGuid(1));
    }
}
