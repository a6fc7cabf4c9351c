using System.Net;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class KillBetweenPaymentAndUnlockTests(TroubleHost host)
{
    private const long ThreeInstallments = 3_000_00;

    [Fact]
    public async Task A_portal_killed_between_payment_and_unlock_unlocks_by_itself_once_it_is_back()
    {
        var sold = await host.Sell();
        Assert.Equal(HttpStatusCode.Created, (await host.Simulate(sold)).Status);
        await host.Settled(sold.Tenant);
        await host.PassDays(sold.Tenant, 2);
        await host.Agreed(sold, "locked");
        // A device may lock by itself at the end of its lease, before the portal's day is closed and the loan's grace has ended there too.
        await Eventually.True(
            async () => "grace_ended".Equals(await host.Sql(sold.Tenant, "select standing from loans where id = $1", sold.Loan.Value)), "grace ended", TroubleHost.Patience);
        await host.Settled(sold.Tenant);
        var message = StripeMessage.Paid(sold.Tenant, await host.Wish(sold, 3_000), ThreeInstallments);

        // A node that takes requests and draws no consequences holds the window open; then it dies without a word.
        await host.Demo.Web.KillHard();
        var (node, port) = await host.Demo.StartNode("web-dying", default, workers: false);
        using var there = Wire.Open(new Uri($"http://{sold.Tenant.Slug}.localhost:{port}"));
        Assert.Equal((200, null), (await message.Post(there)).Problem);
        await node.KillHard();

        Assert.Equal(1, await Payments(message));
        Assert.Equal(1, await host.Count(sold.Tenant, "deliveries d join events e on e.id = d.event_id where d.reaction = 'UnlockWhenLoanIsCurrent' and not d.dead"));
        Assert.Equal("locked", await host.Sql(sold.Tenant, "select state from devices where id = $1", sold.Device.Value));
        Assert.Equal("locked", (string?)(await host.Held(sold))["state"]);

        host.Demo.Web.Start();
        await host.Ready();

        await host.Agreed(sold, "active");
        using var back = Wire.Open(host.Demo.AddressOf(sold.Tenant.Slug));
        Assert.Equal((200, null), (await message.Post(back)).Problem);
        Assert.Equal(1, await Payments(message));
        Assert.Equal(ThreeInstallments, await host.Sql(sold.Tenant, "select paid_minor from loans where id = $1", sold.Loan.Value));
        Assert.Equal(1, await host.Count(sold.Tenant, "orders where device_id = $1 and kind = 'unlock'", sold.Device.Value));

        Task<long> Payments(StripeMessage paid) => host.Count(paid.Tenant, "payments where provider_ref = $1", paid.Payment);
    }
}
