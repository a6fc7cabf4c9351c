using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of closes of days.</content>
public sealed partial class PlatformDb : IDayCloseDb
{
    // Fewer loans than this are not worth a lane of their own.
    private const int LoansForALane = 2_000;

    DbSet<DayClose> IDayCloseDb.DayCloses => Set<DayClose>();

    DbSet<DayCloseLane> IDayCloseDb.Lanes => Set<DayCloseLane>();

    DbSet<DayCloseFailure> IDayCloseDb.Failures => Set<DayCloseFailure>();

    DbSet<DayCloseSettings> IDayCloseDb.CloseSettings => Set<DayCloseSettings>();

    IQueryable<DayCloseSum> IDayCloseDb.Sums => Set<DayCloseSum>();

    DbSet<Loan> IDayCloseDb.Loans => Set<Loan>();

    async Task IDayCloseDb.Begin(DateOnly day, int mostLanes, DateTimeOffset now, CancellationToken ct)
    {
        if (await Set<DayClose>().AnyAsync(close => close.Day == day, ct)) return;
        var expected = await Set<Loan>().CountAsync(loan => loan.State == LoanState.Active, ct);
        var lanes = Math.Clamp(expected / LoansForALane, 1, mostLanes);
        var begun = await Database.ExecuteSqlAsync(
            $"insert into day_closes (day, started_at, lanes, expected) values ({day}, {now}, {lanes}, {expected}) on conflict (day) do nothing", ct);
        if (begun == 0) return;
        await Database.ExecuteSqlAsync($"""
            with edge as (
                select lane, case when lane < {lanes} then (
                    select id from loans where state = 'active' order by id offset {expected}::bigint * lane / {lanes} limit 1) end as id
                from generate_series(1, {lanes}) lane)
            insert into day_close_lanes (day, lane, after_id, through_id, moved_at)
            select {day}, lane, coalesce(lag(id) over (order by lane), '00000000-0000-0000-0000-000000000000'), id, {now} from edge
            """, ct);
    }

    Task<DayClose> IDayCloseDb.LockDay(DateOnly day, CancellationToken ct) =>
        Set<DayClose>().FromSql($"select * from day_closes where day = {day} for update").SingleAsync(ct);

    async Task<DateOnly?> IDayCloseDb.FirstDay(CancellationToken ct) =>
        await Set<Loan>().Where(loan => loan.State == LoanState.Active).MinAsync(loan => (DateOnly?)loan.DisbursedOn, ct);
}
