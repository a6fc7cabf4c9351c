using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Paylatch.Application.Devices;
using Paylatch.Demo;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class DatabaseOutageTests(TroubleHost host)
{
    private static readonly string[] Away = ["platform.unavailable", "platform.outcome_unknown"];

    [Fact]
    public async Task A_database_that_stops_under_load_and_comes_back_loses_nothing_and_everybody_is_told()
    {
        var sold = await host.Sell();
        using var device = await TestDevice.Enrol(host, sold);
        await host.Settled(sold.Tenant);
        var address = host.Demo.AddressOf("jua");
        var (staff, _) = await Wire.SignIn(address, "admin@jua.test", DemoTenants.Password);
        using var program = Wire.Open(address, host.ApiKey("jua"));
        using var shop = new StripeShop(host.Demo.Stripe, sold.Tenant);
        await using var feed = await LiveFeed.Open(address, host.ApiKey("jua"));
        await feed.Everything();
        using var stop = new CancellationTokenSource();
        var beats = new Load(async () => await Beat(device), stop.Token);
        var pages = new Load(async () => ([], await staff.Page("/password")), stop.Token);
        var reads = new Load(async () => ([], await program.Ask(HttpMethod.Get, "/api/v1/payments")), stop.Token);
        Load[] all = [beats, pages, reads];
        List<string> paid = [await Pay(shop, sold), await Pay(shop, sold)];
        await Eventually.True(() => Task.FromResult(all.All(load => load.Good >= 3)), "everything works", TroubleHost.Patience);

        // Wishes are kept before, so that their payments can come while the database is away.
        var wishes = new List<Guid> { await host.Wish(sold, 10), await host.Wish(sold, 10), await host.Wish(sold, 10) };
        await host.Demo.Postgres!.Stop(default);
        try
        {
            foreach (var wish in wishes) paid.Add(await shop.Pay(wish, 10_00));
            await Ready(HttpStatusCode.ServiceUnavailable);
            // Nobody has asked for this one before, so it is in no memory.
            using var stranger = Wire.Open(host.Demo.AddressOf("umeme"));
            Assert.Equal((503, "platform.unavailable"), (await stranger.Ask(HttpMethod.Get, "/sign-in")).Problem);
            Assert.True(await stranger.Page("/sign-in") is { MediaType: "text/html" } page && IsTold(page));
            await Eventually.True(() => Task.FromResult(beats.Refused >= 3 && reads.Refused >= 3), "users are told", TroubleHost.Patience);
            await Eventually.True(async () => (await shop.Attempts(paid[^1])).Contains(503), "the provider was told to come again", TroubleHost.Patience);
        }
        finally
        {
            await host.Demo.Postgres.StartAgain(default);
        }

        await Ready(HttpStatusCode.OK);
        await feed.Everything();
        var (good, before) = (all.Select(load => load.Good).ToList(), beats.Answers.Count);
        await Eventually.True(() => Task.FromResult(all.Zip(good).All(pair => pair.First.Good >= pair.Second + 3)), "everything works again", TroubleHost.Patience);
        paid.Add(await Pay(shop, sold));
        await Eventually.True(async () => await Delivered(shop, paid), "every payment told", TroubleHost.Patience);
        await host.Must(TroubleHost.Admin(sold.Tenant), (LockDevice u) => u.Handle(new(sold.Device, "after the outage"), default));
        await feed.About(sold.Device.Value);
        await stop.CancelAsync();
        foreach (var load in all) await load.Ended;
        staff.Dispose();

        Assert.True(host.Demo.Web.Running);
        foreach (var load in all) Assert.Empty(load.Answers.Where(a => !IsGood(a) && !IsTold(a)).Select(a => a.ToString()));
        foreach (var reference in paid) Assert.Equal(1, await host.Count(sold.Tenant, "payments where provider_ref = $1", reference));
        Assert.Equal(paid.Count * 10_00L, await host.Sql(sold.Tenant, "select paid_minor from loans where id = $1", sold.Loan.Value));
        var answered = beats.Kept.ToArray();
        Assert.Equal(answered.Length, await host.Count(sold.Tenant, "heartbeats where device_id = $1 and counter = any($2)", sold.Device.Value, answered));
    }

    // A program reads the code in the problem, a person on the page.
    private static bool IsTold(Answer answer) =>
        answer.Status == HttpStatusCode.ServiceUnavailable && Away.Any(code => answer.Text.Contains(code, StringComparison.Ordinal));

    private static bool IsGood(Answer answer) => answer.Status == HttpStatusCode.OK && !Away.Any(code => answer.Text.Contains(code, StringComparison.Ordinal));

    private static async Task<(long[], Answer)> Beat(TestDevice device)
    {
        var heartbeat = device.NextHeartbeat();
        var answer = await device.Send(heartbeat);
        return (answer.Status == HttpStatusCode.OK ? [heartbeat.Counter] : [], answer);
    }

    private async Task<string> Pay(StripeShop shop, Sold sold) => await shop.Pay(await host.Wish(sold, 10), 10_00);

    private static async Task<bool> Delivered(StripeShop shop, List<string> paid)
    {
        foreach (var payment in paid)
        {
            if (!(await shop.Attempts(payment)).Contains(200)) return false;
        }

        return true;
    }

    private async Task Ready(HttpStatusCode expected)
    {
        using var http = Wire.Open(host.Demo.Platform);
        await Eventually.True(async () => (await http.Ask(HttpMethod.Get, "/health/ready")).Status == expected, $"/health/ready says {expected}", TroubleHost.Patience);
    }

    /// <summary>Asks again and again, a few times a second, until told to stop.</summary>
    private sealed class Load
    {
        private readonly Func<Task<(long[] Kept, Answer Answer)>> _ask;

        public Load(Func<Task<(long[] Kept, Answer Answer)>> ask, CancellationToken stop)
        {
            _ask = ask;
            Ended = Task.Run(() => Run(stop), CancellationToken.None);
        }

        public Task Ended { get; }

        public ConcurrentQueue<Answer> Answers { get; } = new();

        public ConcurrentQueue<long> Kept { get; } = new();

        public int Good => Answers.Count(IsGood);

        public int Refused => Answers.Count(IsTold);

        private async Task Run(CancellationToken stop)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(350));
            while (!stop.IsCancellationRequested)
            {
                var (kept, answer) = await _ask();
                Answers.Enqueue(answer);
                foreach (var one in kept) Kept.Enqueue(one);
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }
}
