using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

/// <summary>Whatever goes wrong with one consequence, the others are drawn.</summary>
public sealed class DispatcherTests
{
    [Fact]
    public async Task A_reaction_whose_own_call_was_cancelled_ends_no_worker()
    {
        var directory = new SlowDirectory();
        await using var portal = await TestPortal.Start(services => services.AddSingleton<IPlatformDirectory>(directory), workers: true);
        // As many as there are workers.
        foreach (var slug in new[] { "aaa", "bbb", "ccc", "ddd" })
        {
            var tenant = await portal.NewTenant(slug);
            directory.Cancelled.Add(tenant.Id);
            await ChangeLook(portal, tenant);
        }

        await Eventually.True(() => Task.FromResult(directory.Asked.Distinct().Count() == 4), "four reactions to fail");
        var good = await portal.NewTenant("good");
        await ChangeLook(portal, good);

        await Eventually.True(() => Task.FromResult(directory.Asked.Contains(good.Id)), "the fifth tenant's reaction");
    }

    [Fact]
    public async Task Batches_that_other_nodes_hold_keep_no_worker_busy()
    {
        var starter = new Starter();
        await using var portal = await TestPortal.Start(services => services.AddSingleton<IDayCloseStarter>(starter), workers: true);
        var held = new List<NpgsqlConnection>();
        foreach (var slug in new[] { "aaa", "bbb", "ccc", "ddd" })
        {
            var tenant = await portal.NewTenant(slug, sandbox: true);
            held.Add(await HoldFullBatch(portal, tenant));
            // Wakes a worker for it, before the fifth tenant's turn comes.
            _ = (await portal.Operations.Run(TestPortal.As(Role.SuperAdmin, tenant), (RepeatDelivery u) => u.Handle(0, default), default)).Value;
        }

        var good = await portal.NewTenant("good", sandbox: true);
        await MoveClock(portal, good);

        await Eventually.True(() => Task.FromResult(starter.Asked.Contains(good.Id)), "the fifth tenant's reaction");
        foreach (var connection in held) await connection.DisposeAsync();
    }

    private static async Task ChangeLook(TestPortal portal, TenantInfo tenant) =>
        _ = (await portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, tenant), (UpdateBranding u) => u.Handle(new("#7c2d12"), default), default)).Value;

    private static async Task MoveClock(TestPortal portal, TenantInfo tenant) =>
        _ = (await portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, tenant), (MoveClock u) => u.Handle(new(ClockStep.Day), default), default)).Value;

    private static async Task<NpgsqlConnection> HoldFullBatch(TestPortal portal, TenantInfo tenant)
    {
        var connection = new NpgsqlConnection(portal.Region.Owner);
        await connection.OpenAsync();
        await Run($"set search_path to {tenant.Schema}; set app.tenant_id to '{tenant.Id}'");
        await Run("""
            with event as (
                insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, data)
                select gen_random_uuid(), 'ClockMoved', now(), 'system', 'system', 'Test', 'test', '{"from": "2026-03-02", "to": "2026-03-03"}' from generate_series(1, 60)
                returning id)
            insert into deliveries (event_id, reaction, due_at) select id, 'CloseDayWhenClockMoved', 'infinity' from event
            """);
        await Run("begin; update deliveries set due_at = now(); commit; begin; select 1 from deliveries for update");
        return connection;

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class Starter : IDayCloseStarter
    {
        public ConcurrentBag<TenantId> Asked { get; } = [];

        public void Start(TenantId tenant) => Asked.Add(tenant);
    }

    private sealed class SlowDirectory : IPlatformDirectory
    {
        public ConcurrentBag<TenantId> Cancelled { get; } = [];

        public ConcurrentBag<TenantId> Asked { get; } = [];

        public Task TakeBranding(TenantId tenant, Branding branding, CancellationToken ct)
        {
            Asked.Add(tenant);
            return Cancelled.Contains(tenant) ? Task.FromException(new TaskCanceledException("A time-out of its own.")) : Task.CompletedTask;
        }
    }
}
