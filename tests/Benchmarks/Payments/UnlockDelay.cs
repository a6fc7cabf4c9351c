using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Tenancy;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Benchmarks;

/// <summary>
/// From the posting of Stripe's signed webhook until the phone's open poll has the signed unlock in hand. All phones are
/// locked for a missed installment and poll the whole time; some payments come one after another, some all at once.
/// </summary>
internal sealed class UnlockDelay(Stage stage, TenantInfo tenant, CancellationToken ct) : IDisposable
{
    private const string WebhookSecret = "whsec_benchmark_0123456789abcdef";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Uri _portal = new($"http://{tenant.Slug}.localhost:{stage.Host.Port}");
    private readonly HttpClient _http = Handset.OpenHttp();
    private readonly HttpClient _stripe = Handset.OpenHttp();
    private readonly FleetClock _clock = new();

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        using var bench = new UnlockDelay(stage, await stage.NewTenant("pays", sandbox: true, ct), ct);
        await bench.Run(report);
    }

    public void Dispose()
    {
        _http.Dispose();
        _stripe.Dispose();
    }

    private async Task Run(Report report)
    {
        var count = stage.Options.Of(500, 150);
        // A tenth more, to warm up with.
        var warm = count / 10;
        var handsets = await Sell(count + warm);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lives = handsets.Select(h => h.Live(over.Token)).ToList();
        await LockAll(handsets);
        foreach (var handset in handsets) await Wish(handset);

        await Task.WhenAll(handsets[count..].Select(Pay));
        var rounds = handsets[..count].Chunk(count / stage.Options.Rounds).Take(stage.Options.Rounds).ToList();
        List<double[]> steady = [], burst = [];
        foreach (var round in rounds)
        {
            var steadily = round.Length * 3 / 5;
            steady.Add(await Steadily(round[..steadily]));
            burst.Add(await Task.WhenAll(round[steadily..].Select(Pay)));
        }

        Say(report, $"Webhook to unlock in hand, {count} phones polling, 20 payments a second", steady);
        Say(report, $"Webhook to unlock in hand, {burst[0].Length} payments at the same moment", burst);
        await over.CancelAsync();
        await Task.WhenAll(lives);
    }

    private static void Say(Report report, string name, List<double[]> rounds)
    {
        report.Figure(name + ", p50", null, Sample.Median(rounds.SelectMany(r => r)), "ms", [.. rounds.Select(r => Sample.Median(r))]);
        report.Figure(name + ", p99", Aim.Below(2_000), Sample.Percentile(rounds.SelectMany(r => r), 0.99), "ms", [.. rounds.Select(r => Sample.Percentile(r, 0.99))]);
    }

    // Sold today, twelve daily installments, no grace: two days later the first is missed and the phone is locked.
    private async Task<List<Handset>> Sell(int count)
    {
        var watch = Stopwatch.StartNew();
        await stage.Must(Stage.As(Role.MerchantAdmin, tenant), (ConnectProvider u) => u.Handle(new("stripe", "sk_test_benchmark_0123456789abcdef", WebhookSecret), ct), ct);
        var handsets = new System.Collections.Concurrent.ConcurrentBag<Handset>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = ct }, async (n, _) => handsets.Add(await SellOne(n)));
        Report.Say($"sold and enrolled {count} phones in {watch.Elapsed.TotalSeconds:0} s");
        return [.. handsets];
    }

    private async Task<Handset> SellOne(int n)
    {
        var agent = Stage.As(Role.Agent, tenant);
        var fourteen = string.Create(CultureInfo.InvariantCulture, $"35{n:000000000000}");
        var imei = fourteen + Imei.CheckDigit(fourteen);
        var customer = await stage.Must(agent, (RegisterCustomer u) => u.Handle(new("Amina Wanjiru", $"+2547001{n:00000}", $"{29_000_000 + n}"), ct), ct);
        var device = await stage.Must(agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, "Nokia C32", imei, null), ct), ct);
        var plan = new Plan(12_000, 0, 12, 1, RepayUnit.Days, InterestMethod.None, 0, 0);
        var booked = await stage.Must(agent, (BookLoan u) => u.Handle(new(customer.Id, device, plan, $"benchmark-{n:00000}"), ct), ct);
        var offer = await stage.Must(agent, (CreateEnrolmentCode u) => u.Handle(new(device, _portal), ct), ct);
        var handset = new Handset(_portal, _http, DeviceAgent.New(new DeviceAgents.Protocol.DeviceFacts("phone", "Nokia C32", "1.0", imei), _clock)) { Loan = booked.Loan, Customer = customer.Id };
        await handset.Enrol(offer.Code, ct);
        return handset;
    }

    private async Task LockAll(List<Handset> handsets)
    {
        var watch = Stopwatch.StartNew();
        for (var day = 0; day < 2; day++)
        {
            await Stage.Until(async () => await stage.Owner<long>(tenant, "select count(*) from deliveries where not dead") == 0, Patience, "deliveries to be done", ct);
            _clock.Moved += TimeSpan.FromDays(1);
            await stage.Must(Stage.As(Role.MerchantAdmin, tenant), (MoveClock u) => u.Handle(new(ClockStep.Day), ct), ct);
        }

        const string locked = "select count(*) from devices where state = 'locked' and phase = 'confirmed'";
        await Stage.Until(async () => await stage.Owner<long>(tenant, locked) == handsets.Count && handsets.All(h => h.Locked), Patience, "every phone to be locked", ct);
        Report.Say($"locked them in {watch.Elapsed.TotalSeconds:0} s");
    }

    // Three installments: more than is due, so that a midnight in between does not lock it again.
    private async Task Wish(Handset handset)
    {
        var customer = Stage.As(Role.Customer, tenant) with { Customer = handset.Customer };
        handset.Intent = (await stage.Must(customer, (StartCardPayment u) => u.Handle(new(handset.Loan, "3000", "stripe"), ct), ct)).Intent;
    }

    private async Task<double[]> Steadily(Handset[] handsets)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var payments = new List<Task<double>>();
        foreach (var handset in handsets)
        {
            await timer.WaitForNextTickAsync(ct);
            payments.Add(Pay(handset));
        }

        return await Task.WhenAll(payments);
    }

    private async Task<double> Pay(Handset handset)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = $$$"""
            {"id":"evt_{{{handset.Intent.Value:N}}}","object":"event","type":"payment_intent.succeeded","livemode":false,"created":{{{now}}},
             "data":{"object":{"id":"pi_{{{handset.Intent.Value:N}}}","object":"payment_intent","status":"succeeded","amount":300000,"amount_received":300000,
             "currency":"kes","metadata":{"paylatch_intent":"{{{handset.Intent.Value}}}","paylatch_loan":"{{{handset.Loan.Value}}}","paylatch_tenant":"{{{tenant.Id.Value}}}"} } } }
            """;
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookSecret), Encoding.UTF8.GetBytes($"{now}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_portal, "/webhooks/stripe")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Stripe-Signature", $"t={now},v1={signature}");
        var start = Stopwatch.GetTimestamp();
        using var answer = await _stripe.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        var unlocked = await handset.Unlocked.Task.WaitAsync(TimeSpan.FromSeconds(60), ct);
        return Stopwatch.GetElapsedTime(start, unlocked).TotalMilliseconds;
    }
}
