using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Devices;

public sealed class HeartbeatTests
{
    [Fact]
    public async Task A_heartbeat_is_stored_and_answered_with_the_lease()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        var receipt = await phone.Beat();

        Assert.Equal(fleet.Portal.Time.GetUtcNow(), receipt.ServerTime);
        Assert.False(receipt.Pending);
        // Due on 2 April, two days of grace: it locks when 5 April begins in Nairobi.
        Assert.Equal(new DateTimeOffset(2026, 4, 5, 0, 0, 0, TimeSpan.FromHours(3)).ToUnixTimeSeconds(), phone.Agent.State.Lock.Lease!.PaidUntil);
        var row = (await fleet.Show(phone.Id)).Row;
        Assert.Equal(((short?)80, fleet.Portal.Time.GetUtcNow()), (row.Battery, row.LastSeenAt));
        Assert.Equal(2, await fleet.Shop.Read<long>("select count(*) from {s}.heartbeats where device_id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task A_replayed_heartbeat_is_refused_and_changes_nothing()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var said = phone.Says();

        Assert.Null((await phone.Send(said)).Refusal);
        var again = await phone.Send(said);

        Assert.Equal(("agent.replayed", RefusalKind.Conflict), (again.Refusal?.Code, again.Refusal!.Kind));
        Assert.Equal(2, await fleet.Shop.Read<long>("select count(*) from {s}.heartbeats where device_id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task A_clock_wrong_by_a_day_is_refused_with_the_servers_time()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        phone.Clock.Off = TimeSpan.FromDays(-1);

        var receipt = await phone.Send(phone.Says());

        Assert.Equal("agent.clock_skew", receipt.Refusal?.Code);
        Assert.Equal(fleet.Portal.Time.GetUtcNow(), receipt.ServerTime);
        Assert.Equal(1, await fleet.Shop.Read<long>("select count(*) from {s}.heartbeats where device_id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task Five_hundred_at_once_are_all_stored_and_none_is_lost()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await Plant(fleet, 500);
        var devices = await Ids(fleet);
        var writer = fleet.Get<HeartbeatWriter>();

        var receipts = await Task.WhenAll(devices.Select(device => writer.Write(
            fleet.Shop.Tenant, phone.Caller with { Device = device }, Beat(fleet, 5), default)));

        Assert.All(receipts, r => Assert.Null(r.Refusal));
        Assert.All(receipts, r => Assert.NotNull(r.Lease));
        Assert.Equal(500, await fleet.Shop.Read<long>("select count(distinct device_id) from {s}.heartbeats where counter = 5"));
        Assert.Equal(500, await fleet.Shop.Read<long>("select count(*) from {s}.device_status where counter = 5"));
    }

    [Fact]
    public async Task Many_of_one_device_at_once_are_stored_in_the_order_they_came()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var said = Enumerable.Range(0, 50).Select(_ => phone.Says()).ToList();

        var receipts = await Task.WhenAll(said.Select(phone.Send));

        Assert.All(receipts, r => Assert.Null(r.Refusal));
        Assert.Equal(51, await fleet.Shop.Read<long>("select count(*) from {s}.heartbeats where device_id = $1", phone.Id.Value));
        Assert.Equal(51, await fleet.Shop.Read<long>("select counter from {s}.device_status where device_id = $1", phone.Id.Value));
    }

    [Fact]
    public async Task Another_sim_and_tampering_are_in_the_log_once_until_they_come_again()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        await phone.Beat(sim: "other");
        await phone.Beat(sim: "other", rooted: true);
        await phone.Beat(sim: "other", rooted: true);
        Assert.Equal("SimChanged:1 TamperReported:1", await fleet.Shop.Events("SimChanged", "TamperReported"));
        var row = (await fleet.Show(phone.Id)).Row;
        Assert.True(row.SimChanged && row.Rooted);

        await phone.Beat();
        await phone.Beat(sim: "other", rooted: true);
        Assert.Equal("SimChanged:2 TamperReported:2", await fleet.Shop.Events("SimChanged", "TamperReported"));
    }

    [Fact]
    public async Task A_lease_is_signed_anew_when_it_changes_or_after_a_minute_and_otherwise_kept()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        var first = (await phone.Beat()).Lease;
        var kept = (await phone.Beat()).Lease;
        await fleet.Shop.Owner("update {s}.device_status set paid_until = paid_until + interval '1 day'");
        var changed = (await phone.Beat()).Lease;
        fleet.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        var later = (await phone.Beat()).Lease;

        Assert.Equal(first, kept);
        Assert.NotEqual(kept, changed);
        Assert.NotEqual(changed, later);
    }

    [Fact]
    public async Task While_the_database_is_away_devices_are_told_to_try_again_and_nothing_is_lost_after()
    {
        var server = await Databases.OwnServer();
        try
        {
            var portal = await TestPortal.Start(on: await server.Database("away", "af-east", "East Africa", default));
            await using var fleet = new Fleet(new Lending.Shop(portal, await portal.NewTenant()));
            var phone = await fleet.InUse();
            var stored = phone.Says();
            Assert.Null((await phone.Send(stored)).Refusal);
            await server.Stop(default);

            var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => phone.Send(phone.Says())));

            Assert.All(receipts, r => Assert.Equal(RefusalKind.Unavailable, r.Refusal?.Kind));
            await server.StartAgain(default);
            await Eventually.True(async () => (await phone.Send(phone.Says())).Refusal is null, "heartbeats being stored again");
            Assert.Equal("agent.replayed", (await phone.Send(stored)).Refusal?.Code);
        }
        finally
        {
            await server.Discard();
        }
    }

    [Fact]
    public async Task Old_heartbeats_are_forgotten_and_only_old_ones()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        fleet.Portal.Time.Advance(TimeSpan.FromDays(20));
        phone.Agent.CorrectClock(fleet.Portal.Time.GetUtcNow());
        await phone.Beat();
        fleet.Portal.Time.Advance(TimeSpan.FromDays(11));

        var gone = await fleet.Shop.Run(Role.System, (ForgetOldHeartbeats u) => u.Handle(1_000, default));

        Assert.Equal(1, gone.Value);
        Assert.Equal(1, await fleet.Shop.Read<long>("select count(*) from {s}.heartbeats"));
    }

    private static Heartbeat Beat(Fleet fleet, long counter) =>
        new(counter, fleet.Portal.Time.GetUtcNow(), ReportedState.Active, 50, "sim", false, false, "1.0");

    private static Task<int> Plant(Fleet fleet, int count) => fleet.Shop.Owner($$"""
        with planted as (
            insert into {s}.devices (id, kind, model, serial, state, phase, state_since, created_at)
            select gen_random_uuid(), 'tv', 'Hisense', 'S' || n, 'active', 'confirmed', now(), now() from generate_series(1, {{count}}) n returning id)
        insert into {s}.device_status (device_id) select id from planted;
        """);

    private static async Task<List<DeviceId>> Ids(Fleet fleet) =>
        [.. (await fleet.Shop.Read<Guid[]>("select array_agg(id) from {s}.devices where kind = 'tv'")).Select(id => new DeviceId(id))];
}
