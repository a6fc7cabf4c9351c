using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Web.Devices;

namespace Paylatch.Web.Tests.Devices;

public sealed class MassOrdersTests
{
    [Fact]
    public async Task Each_device_is_ordered_by_itself_and_those_refused_are_named_with_their_codes()
    {
        await using var portal = await AgentPortal.Start();
        var (one, two) = (await portal.Enrolled(), await portal.Enrolled());
        var (fresh, _, _) = await portal.Entered();
        var rows = await Rows(portal, one.Id, fresh, two.Id);
        var told = new List<int>();

        var refused = await MassOrders.Give(rows, device => portal.Lock(device.Id), told.Add);

        Assert.Equal((fresh, "devices.not_enrolled"), (Assert.Single(refused).Device.Id, refused[0].Why.Code));
        Assert.Equal([1, 2, 3], told);
        var now = await Rows(portal, one.Id, fresh, two.Id);
        Assert.Equal(2, now.Count(row => row.State == Domain.Devices.DeviceState.Locked));
    }

    [Fact]
    public async Task A_reason_that_is_refused_is_refused_once_and_nothing_is_ordered()
    {
        await using var portal = await AgentPortal.Start();
        var (one, two) = (await portal.Enrolled(), await portal.Enrolled());
        var asked = 0;

        var refused = await MassOrders.Give(await Rows(portal, one.Id, two.Id), Lock, _ => { });

        Assert.Equal(("devices.reason_invalid", 1), (Assert.Single(refused).Why.Code, asked));

        Task<Outcome<LiveOrder>> Lock(DeviceRow device)
        {
            asked++;
            return portal.Run(Role.MerchantAdmin, (LockDevice u) => u.Handle(new(device.Id, "x"), default));
        }
    }

    [Fact]
    public async Task More_than_a_person_can_have_looked_at_is_a_bug() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => MassOrders.Give(new DeviceRow[MassOrders.Most + 1], _ => throw new InvalidOperationException(), _ => { }));

    private static async Task<List<DeviceRow>> Rows(AgentPortal portal, params DeviceId[] ids)
    {
        var read = (await portal.Run(Role.MerchantAdmin, (GetDeviceRows u) => u.Handle(ids, default))).Value.Rows;
        return [.. ids.Select(id => read.Single(row => row.Id == id))];
    }
}
