using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

public sealed class KeyRingTests
{
    private const string Purpose = KeyPurposes.DeviceCommands;

    [Fact]
    public async Task Two_operations_that_need_the_first_key_at_once_sign_with_the_same_one()
    {
        var meeting = new Meeting();
        await using var portal = await TestPortal.Start(s => s.AddUseCases(typeof(KeyRingTests).Assembly).AddSingleton(meeting));
        var duka = await portal.NewTenant();

        var first = portal.Operations.Run(As(duka), (SignAndWait u) => u.Handle(Purpose), default);
        await meeting.Made.Task;
        var second = Kid(portal, duka);
        await Eventually.True(() => SomebodyWaitsForAKey(portal), "the second operation waiting for the first");
        meeting.GoOn.SetResult();

        Assert.Equal((await first).Value, await second);
    }

    [Fact]
    public async Task A_key_made_by_an_operation_that_was_refused_is_not_remembered()
    {
        await using var portal = await Start();
        var duka = await portal.NewTenant();
        await portal.Operations.Run(As(duka), (SignAndRefuse u) => u.Handle(Purpose), default);

        var kid = await Kid(portal, duka);

        Assert.Contains(kid, await PublicKids(portal, duka));
        Assert.Equal(kid, await Kid(portal, duka));
    }

    [Fact]
    public async Task Tenants_and_purposes_have_keys_of_their_own()
    {
        await using var portal = await Start();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));

        var kids = new[] { await Kid(portal, duka), await Kid(portal, soko), await Kid(portal, duka, KeyPurposes.Audit) };

        Assert.Equal(3, kids.Distinct().Count());
    }

    [Fact]
    public async Task A_retired_key_still_verifies_and_another_process_signs_with_a_new_one()
    {
        await using var portal = await Start();
        var duka = await portal.NewTenant();
        var old = await Kid(portal, duka);
        await portal.Owner($"select set_config('app.tenant_id', '{duka.Id}', false); update t_duka.keys set retired_at = clock_timestamp()");

        await using var other = Another(portal);
        var fresh = (await other.GetRequiredService<Operations>().Run(As(duka), (Sign u) => u.Handle(Purpose), default)).Value;

        Assert.NotEqual(old, fresh);
        Assert.Equal([fresh, old], await PublicKids(portal, duka));
    }

    [Fact]
    public async Task A_key_put_there_by_somebody_else_is_found_out()
    {
        await using var portal = await Start();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));
        await Kid(portal, soko);
        await portal.Owner($"""
            select set_config('app.tenant_id', '{soko.Id}', false);
            create temp table stolen as select id, purpose, public_jwk, sealed_private from t_soko.keys;
            select set_config('app.tenant_id', '{duka.Id}', false);
            insert into t_duka.keys (id, purpose, public_jwk, sealed_private) select * from stolen
            """);

        await Assert.ThrowsAnyAsync<CryptographicException>(() => Kid(portal, duka));
    }

    private static async Task<bool> SomebodyWaitsForAKey(TestPortal portal)
    {
        await using var source = NpgsqlDataSource.Create(portal.Region.App);
        await using var command = source.CreateCommand("""
            select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into keys%')
            """);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static Task<TestPortal> Start() => TestPortal.Start(s => s.AddUseCases(typeof(KeyRingTests).Assembly));

    private static ServiceProvider Another(TestPortal portal)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(portal.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>());
        services.AddPaylatch();
        services.AddUseCases(typeof(KeyRingTests).Assembly);
        return services.BuildServiceProvider();
    }

    private static Caller As(TenantInfo tenant) => TestPortal.As(Role.Agent, tenant);

    private static async Task<string> Kid(TestPortal portal, TenantInfo tenant, string purpose = Purpose) =>
        (await portal.Operations.Run(As(tenant), (Sign u) => u.Handle(purpose), default)).Value;

    private static async Task<string[]> PublicKids(TestPortal portal, TenantInfo tenant) =>
        (await portal.Operations.Run(As(tenant), (ListKids u) => u.Handle(Purpose), default)).Value;

    [Allow(Permission.Sell)]
    public sealed class Sign(Operation operation, KeyRing keys)
    {
        public async Task<string> Handle(string purpose) => (await keys.Signer(operation, purpose, default)).Kid;
    }

    public sealed class Meeting
    {
        public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Allow(Permission.Sell)]
    public sealed class SignAndWait(Operation operation, KeyRing keys, Meeting meeting)
    {
        public async Task<string> Handle(string purpose)
        {
            var kid = (await keys.Signer(operation, purpose, default)).Kid;
            meeting.Made.TrySetResult();
            await meeting.GoOn.Task;
            return kid;
        }
    }

    [Allow(Permission.Sell)]
    public sealed class SignAndRefuse(Operation operation, KeyRing keys)
    {
        public async Task<Nothing> Handle(string purpose)
        {
            await keys.Signer(operation, purpose, default);
            await keys.Signer(operation, purpose, default);
            throw new Refusal("test.no", "No.");
        }
    }

    [Allow(Permission.Sell)]
    public sealed class ListKids(Operation operation, KeyRing keys)
    {
        public async Task<string[]> Handle(string purpose) =>
            [.. (await keys.PublicKeys(operation, purpose, default)).Select(k => k.Jwk.Kid!)];
    }
}
