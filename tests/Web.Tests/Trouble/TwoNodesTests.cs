using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Paylatch.Application.Devices;
using Paylatch.Demo;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class TwoNodesTests(TroubleHost host)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_lock_ordered_elsewhere_wakes_the_poll_and_the_feed_of_a_node_without_workers_within_two_seconds()
    {
        var sold = await host.Sell();
        using var device = await TestDevice.Enrol(host, sold);
        await host.Settled(sold.Tenant);
        var (node, port) = await host.Demo.StartNode("web-2", default, workers: false);
        try
        {
            var there = new Uri($"http://jua.localhost:{port}");
            await using var feed = await LiveFeed.Open(there, host.ApiKey("jua"));
            await feed.Everything();

            // A promise about the machine's wits, not about how busy it is: the best of three.
            var took = new List<TimeSpan>();
            for (var round = 0; round < 3 && !took.Exists(t => t < Promised); round++)
            {
                var poll = device.Fetch(wait: 30, at: there);
                var watch = Stopwatch.StartNew();
                await host.Must(TroubleHost.Admin(sold.Tenant), (LockDevice u) => u.Handle(new(sold.Device, "two nodes"), default));
                Assert.Equal("lock", Assert.Single(await poll).Cmd);
                await feed.About(sold.Device.Value);
                took.Add(watch.Elapsed);
                await device.Report();
                await host.Must(TroubleHost.Admin(sold.Tenant), (UnlockDevice u) => u.Handle(new(sold.Device, "two nodes"), default));
                await device.Fetch();
                await device.Report();
            }

            Assert.Contains(took, t => t < Promised);
        }
        finally
        {
            await node.KillHard();
        }
    }

    [Fact]
    public async Task Whoever_signed_in_on_one_node_is_signed_in_on_the_other_also_after_the_first_is_gone()
    {
        var (browser, cookies) = await Wire.SignIn(host.Demo.AddressOf("jua"), "admin@jua.test", DemoTenants.Password);
        browser.Dispose();
        var (node, port) = await host.Demo.StartNode("web-3", default);
        try
        {
            using var there = Wire.Open(new Uri($"http://jua.localhost:{port}"), cookies: cookies);
            Assert.Equal(HttpStatusCode.OK, (await there.Page("/today")).Status);
        }
        finally
        {
            await node.KillHard();
        }
    }

    [Fact]
    public async Task The_feed_is_closed_to_those_without_a_key_of_the_merchant()
    {
        foreach (var token in new[] { null, "plk_nonsense", host.ApiKey("nuru") })
        {
            await using var feed = await LiveFeed.Open(host.Demo.AddressOf("jua"), token);
            var answer = await feed.Next(m => (int?)m["type"] is 2 or 3, "an end");
            Assert.Equal(3, (int?)answer["type"]);
            Assert.Contains("identity.sign_in_required", (string?)answer["error"], StringComparison.Ordinal);
        }
    }
}
