using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Shared;

public sealed class SignalsTests
{
    [Fact]
    public async Task A_reader_of_all_tenants_that_falls_behind_is_told_to_look_at_everything_of_all_of_them()
    {
        await using var portal = await TestPortal.Start(s => s.AddPaylatchListening());
        var tenant = await portal.NewTenant();
        using var slow = await Listening(portal);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        await portal.Owner("""
            select pg_notify('paylatch_live', format('{"tenant":"%s","devices":[],"loans":[],"everything":false,"work":false}', $1::uuid))
            from (select pg_notify('paylatch_live', format('{"tenant":"%s","devices":["%s"],"loans":[],"everything":false,"work":false}', $1::uuid, gen_random_uuid())) from generate_series(1, 2500)) sent
            """, tenant.Id.Value);

        await Eventually.True(async () => (await slow.Next(patience.Token)).Any(s => s.Everything && s.Tenant == default), "a signal about everything of all tenants");
    }

    [Fact]
    public async Task Work_on_many_devices_names_every_one_of_them()
    {
        await using var portal = await TestPortal.Start(s => s.AddPaylatchListening().AddUseCases(typeof(SignalsTests).Assembly));
        var tenant = await portal.NewTenant();
        using var listener = await Listening(portal);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));

        await portal.Operations.Run(Caller.System(tenant.Id), (SayAboutMany u) => u.Handle(250), default);

        var heard = new HashSet<DeviceId>();
        await Eventually.True(
            async () =>
            {
                var signals = await listener.Next(patience.Token);
                Assert.DoesNotContain(signals, s => s.Everything && s.Tenant == tenant.Id);
                heard.UnionWith(signals.SelectMany(s => s.Devices));
                return heard.Count == 250;
            },
            "250 devices named");
    }

    // It listens once it hears what is said meanwhile.
    private static async Task<Signals.Subscription> Listening(TestPortal portal)
    {
        var subscription = portal.Services.GetRequiredService<Signals>().Subscribe(null);
        var heard = subscription.Next(default);
        await Eventually.True(
            async () =>
            {
                await portal.Owner("select pg_notify('paylatch_live', format('{\"tenant\":\"%s\",\"devices\":[],\"loans\":[],\"everything\":false,\"work\":false}', gen_random_uuid()))");
                return heard.IsCompleted;
            },
            "the connection listening");
        return subscription;
    }

    /// <summary>Says something about many devices at once.</summary>
    [Allow(Permission.System)]
    public sealed class SayAboutMany(IEventLog log)
    {
        public Task<Nothing> Handle(int count)
        {
            for (var i = 0; i < count; i++) log.Append(new SimChanged(new DeviceId(Guid.CreateVersion7()), null));
            return Task.FromResult(default(Nothing));
        }
    }
}
