using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Infrastructure.Persistence;

public sealed partial class PlatformDb : ITenancyDb, ITenantSettingsDb, IPortfolioSumsDb
{
    private const string Unpaid = "i.paid_minor < i.total_minor";

    DbSet<Tenant> ITenancyDb.Tenants => Set<Tenant>();

    DbSet<Branding> ITenantSettingsDb.Brandings => Set<Branding>();

    Task ITenancyDb.LockRegistrations(CancellationToken ct) =>
        Database.ExecuteSqlAsync($"lock table tenants in share row exclusive mode", ct);

    async Task<SandboxClock> ITenantSettingsDb.LockClock(CancellationToken ct)
    {
        await Database.ExecuteSqlAsync($"insert into sandbox_clock default values on conflict do nothing", ct);
        var rows = await Set<SandboxClock>().FromSql($"select * from sandbox_clock for update").ToListAsync(ct);
        return rows.Single();
    }

    async Task<PortfolioSummary> IPortfolioSumsDb.Summarize(DateOnly today, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            -- Late are the loans that are so by their own days, those of pauses left out.
            with late as (
                select i.loan_id, sum(i.total_minor - i.paid_minor)::bigint as minor
                from installments i join loans l on l.id = i.loan_id and l.state = 'active' and l.class <> 'charged_off' and (l.late_from < $1 or l.late_at_least > 0)
                where i.due_on < $1 and {Unpaid} group by i.loan_id)
            select (select count(*) from loans where state = 'active' and class <> 'charged_off')::int,
                   (select count(*) from late)::int,
                   (select coalesce(sum(minor), 0) from late)::bigint,
                   (select coalesce(sum(total_minor - paid_minor), 0) from loans where state = 'active' and class <> 'charged_off')::bigint,
                   count(*) filter (where d.state = 'active')::int,
                   count(*) filter (where d.state = 'locked')::int,
                   count(*) filter (where d.state = 'released')::int,
                   count(*) filter (where d.state = 'awaiting_enrolment')::int
            from devices d
            """, (NpgsqlConnection)Database.GetDbConnection()) { Parameters = { new() { Value = today } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new PortfolioSummary(
            row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7));
    }

    async Task<DateOnly?> IPortfolioSumsDb.NextDueAfter(DateOnly today, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select i.due_on from installments i join loans l on l.id = i.loan_id and l.state = 'active'
            where i.due_on > $1 and {Unpaid} order by i.due_on limit 1
            """, (NpgsqlConnection)Database.GetDbConnection()) { Parameters = { new() { Value = today } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? row.GetFieldValue<DateOnly>(0) : null;
    }
}
