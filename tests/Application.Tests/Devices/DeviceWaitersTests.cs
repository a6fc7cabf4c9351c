using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Devices;

public sealed class DeviceWaitersTests
{
    [Fact]
    public async Task A_poll_on_one_node_wakes_when_another_node_orders_and_no_other_poll_does()
    {
        await using var fleet = await Fleet.Open(workers: true);
        var (phone, other) = (await fleet.InUse(), await fleet.InUse());
        await using var second = await TestPortal.Start(workers: true, on: fleet.Portal.Region);
        var waiters = second.Services.GetRequiredService<DeviceWaiters>();
        await Settled(second, fleet);
        using var poll = waiters.Watch(fleet.Shop.Tenant.Id, phone.Id);
        using var quiet = waiters.Watch(fleet.Shop.Tenant.Id, other.Id);
        var woken = poll.Next(TimeSpan.FromSeconds(20), default);

        var watch = Stopwatch.StartNew();
        await fleet.Lock(phone.Id);

        Assert.True(await woken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"woken after {watch.Elapsed}");
        Assert.False(await quiet.Next(TimeSpan.FromMilliseconds(200), default));
    }

    [Fact]
    public async Task A_poll_ends_when_its_time_is_over_and_when_its_caller_goes_away()
    {
        await using var fleet = await Fleet.Open();
        using var poll = fleet.Get<DeviceWaiters>().Watch(fleet.Shop.Tenant.Id, new DeviceId(Guid.CreateVersion7()));

        Assert.False(await poll.Next(TimeSpan.FromMilliseconds(50), default));
        Assert.False(await poll.Next(TimeSpan.FromSeconds(-1), default));
        using var gone = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll.Next(TimeSpan.FromSeconds(20), gone.Token));
    }

    // The second node listens once it hears what the first says; what it hears on the way there wakes nobody we watch.
    private static async Task Settled(TestPortal node, Fleet fleet)
    {
        await Eventually.True(
            async () => await fleet.Shop.Read<long>("select count(*) from {s}.deliveries where not dead") == 0, "all consequences drawn");
        using var subscription = node.Services.GetRequiredService<Signals>().Subscribe(fleet.Shop.Tenant.Id);
        await Eventually.True(
            async () =>
            {
                await fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(Domain.Devices.DeviceKind.Phone, "Nokia", Fleet.NewImei(), null), default));
                using var soon = new CancellationTokenSource(200);
                try
                {
                    return (await subscription.Next(soon.Token)).Any(signal => signal.Devices.Count > 0);
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            },
            "the second node listening");
    }
}
