using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

public sealed class DoorTests
{
    [Fact]
    public async Task What_one_tenant_writes_another_cannot_see_even_when_it_names_the_schema()
    {
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(DoorTests).Assembly));
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));

        await portal.Operations.Run(TestPortal.As(Role.Agent, duka), (NoteKey u) => u.Handle("duka-key"), default);

        Assert.Equal(1, await Count(portal, duka, "keys"));
        Assert.Equal(0, await Count(portal, soko, "keys"));
        Assert.Equal(0, await Count(portal, soko, "t_duka.keys"));
    }

    [Fact]
    public async Task A_refusal_changes_nothing_and_is_written_down()
    {
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(DoorTests).Assembly));
        var duka = await portal.NewTenant();

        var outcome = await portal.Operations.Run(TestPortal.As(Role.Agent, duka), (NoteKeyAndRefuse u) => u.Handle(), default);

        Assert.Equal("test.no", outcome.Refusal?.Code);
        Assert.Equal(0, await Count(portal, duka, "keys"));
        Assert.Equal(1, await Count(portal, duka, "events where refused and use_case = 'NoteKeyAndRefuse' and reason = 'test.no'"));
    }

    [Fact]
    public async Task A_caller_without_the_permission_is_refused_before_anything_runs()
    {
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(DoorTests).Assembly));
        var duka = await portal.NewTenant();

        var visitor = await portal.Operations.Run(TestPortal.As(Role.Visitor, duka), (LeaveATrace u) => u.Handle(), default);
        var customer = await portal.Operations.Run(TestPortal.As(Role.Customer, duka), (LeaveATrace u) => u.Handle(), default);

        Assert.Equal("identity.sign_in_required", visitor.Refusal?.Code);
        Assert.Equal("identity.not_allowed", customer.Refusal?.Code);
        // Not what is in the database: that would be undone by the refusal in any case.
        Assert.Empty(LeaveATrace.Of);
        await portal.Operations.Run(TestPortal.As(Role.Agent, duka), (LeaveATrace u) => u.Handle(), default);
        Assert.Equal([Role.Agent], LeaveATrace.Of);
    }

    [Fact]
    public async Task Forty_operations_over_two_tenants_at_once_stay_apart_and_leave_nothing_on_the_connections()
    {
        // The pool's own cleaning would hide what an operation left behind.
        var region = await Databases.New();
        region.App += ";No Reset On Close=true";
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(DoorTests).Assembly), on: region);
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));

        await Parallel.ForAsync(0, 40, async (i, _) =>
            await portal.Operations.Run(TestPortal.As(Role.Agent, i % 2 == 0 ? duka : soko), (NoteKey u) => u.Handle($"key-{i}"), default));

        Assert.Equal(20, await Count(portal, duka, "keys"));
        Assert.Equal(20, await Count(portal, soko, "keys"));
        // The very ones that served a tenant and wait for it.
        var waiting = portal.Services.GetRequiredService<Regions>().Of(region.Code).Tenants;
        var lent = new List<TenantConnections.Lent>();
        for (var i = 0; i < 12; i++) lent.Add(await waiting.Take(i % 2 == 0 ? duka.Id : soko.Id, default));
        Assert.All(lent, one =>
        {
            using var command = new NpgsqlCommand(
                "select current_setting('search_path') || ' ' || coalesce(current_setting('app.tenant_id', true), '') || (select count(*) from t_duka.keys)", one.Connection);
            Assert.Equal("\"$user\", public 0", command.ExecuteScalar());
        });
        foreach (var one in lent) await one.DisposeAsync();
    }

    [Fact]
    public async Task A_sandbox_operation_sees_the_moved_clock_and_a_real_one_the_true_time()
    {
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(DoorTests).Assembly));
        var (real, sandbox) = (await portal.NewTenant("real"), await portal.NewTenant("sandbox", sandbox: true));
        await portal.Operations.Run(TestPortal.As(Role.Agent, sandbox), (MoveOwnClock u) => u.Handle(), default);

        var seen = await portal.Operations.Run(TestPortal.As(Role.Agent, sandbox), (WhatDay u) => u.Handle(), default);
        var true_ = await portal.Operations.Run(TestPortal.As(Role.Agent, real), (WhatDay u) => u.Handle(), default);

        Assert.Equal(new DateOnly(2026, 3, 9), seen.Value);
        Assert.Equal(new DateOnly(2026, 3, 2), true_.Value);
    }

    private static async Task<long> Count(TestPortal portal, TenantInfo tenant, string from) =>
        (await portal.Operations.Run(TestPortal.As(Role.Agent, tenant), (CountRows u) => u.Handle(from), default)).Value;

    [Allow(Permission.Sell)]
    public sealed class NoteKey(Operation operation)
    {
        public async Task<Nothing> Handle(string id)
        {
            await using var insert = new NpgsqlCommand("insert into keys (id, purpose, sealed_private) values ($1, $1, '')", operation.Connection) { Parameters = { new() { Value = id } } };
            await insert.ExecuteNonQueryAsync();
            return default;
        }
    }

    [Allow(Permission.Sell)]
    public sealed class LeaveATrace(Application.Shared.Caller caller)
    {
        public static List<Role> Of { get; } = [];

        public Task<Nothing> Handle()
        {
            Of.Add(caller.Role);
            return Task.FromResult(default(Nothing));
        }
    }

    [Allow(Permission.Sell)]
    public sealed class NoteKeyAndRefuse(NoteKey note)
    {
        public async Task<Nothing> Handle()
        {
            await note.Handle("refused");
            throw new Refusal("test.no", "No.");
        }
    }

    [Allow(Permission.Sell)]
    public sealed class CountRows(Operation operation)
    {
        public async Task<long> Handle(string from)
        {
            await using var count = new NpgsqlCommand($"select count(*) from {from}", operation.Connection);
            return (long)(await count.ExecuteScalarAsync())!;
        }
    }

    [Allow(Permission.Sell)]
    public sealed class MoveOwnClock(Operation operation)
    {
        public async Task<Nothing> Handle()
        {
            await using var move = new NpgsqlCommand("insert into sandbox_clock (moved) values ('7 days')", operation.Connection);
            await move.ExecuteNonQueryAsync();
            return default;
        }
    }

    [Allow(Permission.Sell)]
    public sealed class WhatDay(TenantClock clock)
    {
        public Task<DateOnly> Handle() => Task.FromResult(clock.Today);
    }
}
