using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Audit.Events;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Audit;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Audit;

/// <summary>A portal with one merchant whose log the tests write, seal and tamper with.</summary>
internal sealed class AuditPortal : IAsyncDisposable
{
    private AuditPortal(TestPortal portal, TenantInfo tenant) => (Portal, Tenant) = (portal, tenant);

    public TestPortal Portal { get; }

    public TenantInfo Tenant { get; }

    public Caller Admin => TestPortal.As(Role.MerchantAdmin, Tenant);

    public static async Task<AuditPortal> Start(bool workers = false, Action<IServiceCollection>? also = null)
    {
        var portal = await TestPortal.Start(
            services =>
            {
                services.AddUseCases(typeof(AuditPortal).Assembly);
                also?.Invoke(services);
            },
            workers);
        return new AuditPortal(portal, await portal.NewTenant());
    }

    /// <summary>Lets something happen, once for each word, each in an operation of its own.</summary>
    public async Task Say(params string[] words)
    {
        foreach (var word in words) await Portal.Operations.Run(Admin, (SaySomething u) => u.Handle(word), default);
    }

    /// <summary>Runs the sealer once, as its loop does.</summary>
    public async Task<SealOutcome> SealOnce() =>
        (await Portal.Operations.Run(Caller.System(Tenant.Id), (SealLog u) => u.Handle(null, default), default)).Value;

    /// <summary>
    /// Waits until a number of rows can be sealed, then seals all at once. Other tests' transactions on the same server may
    /// hold it up for a moment; sealing piece by piece meanwhile would make another number of seals each time.
    /// </summary>
    public async Task SealRows(long rows)
    {
        await Eventually.True(
            async () => await Number("""
                select count(*) + (select count(*) from seals, unnest(positions)) from events
                where xid < pg_snapshot_xmin(pg_current_snapshot()) and position not in (select unnest(positions) from seals)
                """) >= rows,
            $"{rows} rows that can be sealed");
        while ((await SealOnce()).More)
        {
            // Goes on until the last, smaller seal, as the sealer's loop does.
        }

        Assert.Equal(rows, await Number("select coalesce(sum(cardinality(positions)), 0)::bigint from seals"));
    }

    public async Task<LogVerdict> Verify(string? anchor = null) =>
        (await Portal.Operations.Run(Admin, (VerifyLog u) => u.Handle(new(anchor), default), default)).Value;

    public async Task<LogPage> Search(string line, long? before = null, int limit = 50) =>
        (await Portal.Operations.Run(Admin, (SearchLog u) => u.Handle(new(line, before, limit), default), default)).Value;

    /// <summary>Notes outside the log how far it is sealed, as the sealer's loop does.</summary>
    public async Task NoteHeads()
    {
        var heads = Portal.Services.GetRequiredService<SealHeads>();
        heads.Made(Tenant.Id, Anchor((await Verify()).Head));
        await heads.Note(all: true, default);

        static SealAnchor Anchor(string head) => new(long.Parse(head.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture), head.Split(':')[1]);
    }

    /// <summary>What a node finds that did not make the seals itself.</summary>
    public async Task<IReadOnlyList<Finding>> VerifyElsewhere()
    {
        await using var other = await TestPortal.Start(on: Portal.Region);
        return (await other.Operations.Run(Admin, (VerifyLog u) => u.Handle(new(), default), default)).Value.Findings;
    }

    /// <summary>What somebody with the owner's password does behind the application's back.</summary>
    public async Task Tamper(string sql)
    {
        await using var connection = await OwnerInside();
        await using var command = new NpgsqlCommand(sql, connection);
        Assert.True(await command.ExecuteNonQueryAsync() != 0, "Nothing was tampered with.");
    }

    public async Task<long> Number(string sql)
    {
        await using var connection = await OwnerInside();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<long[]> Positions()
    {
        await using var connection = await OwnerInside();
        await using var command = new NpgsqlCommand("select coalesce(array_agg(position order by position), '{}') from events", connection);
        return (long[])(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A connection of the owner in the tenant's schema; the owner is bound by row-level security too.</summary>
    public async Task<NpgsqlConnection> OwnerInside()
    {
        var connection = new NpgsqlConnection(Portal.Region.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set search_path to {Tenant.Schema}; set app.tenant_id to '{Tenant.Id}'", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    [Allow(Permission.Sell)]
    public sealed class SaySomething(IEventLog log)
    {
        public Task<Nothing> Handle(string word)
        {
            log.Append(new LogExported(word, new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2), 3));
            return Task.FromResult(default(Nothing));
        }
    }
}
