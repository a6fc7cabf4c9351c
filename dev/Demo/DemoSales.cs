using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Demo;

/// <summary>
/// Sells the demo's devices and lets some weeks pass in the sandboxes, so that the portal shows a day in a merchant's
/// life: most pay, some are late, a few are locked.
/// </summary>
public sealed class DemoSales(DemoHost host)
{
    private static readonly (DeviceKind Kind, string Model, decimal Price)[] Goods =
    [
        (DeviceKind.Phone, "Samsung Galaxy A16", 180), (DeviceKind.Phone, "Tecno Spark 30", 120), (DeviceKind.SolarKit, "SunKing Home 400", 240),
        (DeviceKind.Phone, "Infinix Hot 50", 140), (DeviceKind.Tv, "Hisense 43 A4", 260), (DeviceKind.Phone, "Redmi 14C", 110),
        (DeviceKind.Fridge, "Ramtons 128 L", 310), (DeviceKind.Laptop, "HP 255 G10", 420),
    ];

    private static readonly string[] Names =
    [
        "Wanjiku Kamau", "Otieno Ochieng", "Fatuma Hassan", "Baraka Mushi", "Achieng Atieno", "Juma Said", "Neema Joseph",
        "Kiprono Koech", "Halima Omar", "Mutua Musyoka", "Zawadi Mollel", "Abdi Warsame", "Akinyi Adhiambo", "Salim Bakari",
    ];

    // What one unit of the price list is in each currency, roughly.
    internal static readonly Dictionary<string, decimal> Rates = new() { ["KES"] = 100, ["EGP"] = 45, ["UGX"] = 3_600, ["TZS"] = 2_500 };

    private readonly Operations _operations = host.Services.GetRequiredService<Operations>();

    /// <summary>The phone number of a tenant's nth customer.</summary>
    public static string PhoneOf(DemoTenant tenant, int n) => string.Create(CultureInfo.InvariantCulture, $"{tenant.CallingCode}7001{n:00000}");

    /// <summary>Sells a number of devices over all tenants that have none yet.</summary>
    public async Task Sell(int devices, CancellationToken ct)
    {
        var shares = DemoTenant.All.Sum(t => t.Share);
        foreach (var demo in DemoTenant.All)
        {
            var tenant = (await host.Services.GetRequiredService<TenantDirectory>().Find(demo.Slug, ct))!;
            var agent = new Caller(tenant.Id, Role.Agent, "demo", "demo");
            if ((await Must(agent, (FindCustomer u) => u.Handle(new FindCustomer.Query(PhoneOf(demo, 0)), ct), ct)).Count > 0) continue;
            var count = Math.Max(devices > 0 ? 1 : 0, devices * demo.Share / shares);
            var loans = new List<(LoanId Id, decimal Price)>();
            for (var n = 0; n < count; n++) loans.Add(await SellOne(demo, agent, n, ct));
            if (count > 0) await Must(Caller.System(tenant.Id), (OpenCustomerAccount u) => u.Handle(new(PhoneOf(demo, 0), DemoTenants.Password), ct), ct);
            if (demo.Sandbox) await LetTimePass(tenant, loans, ct);
        }
    }

    private async Task<(LoanId Id, decimal Price)> SellOne(DemoTenant demo, Caller agent, int n, CancellationToken ct)
    {
        var (kind, model, units) = Goods[n % Goods.Length];
        var price = units * Rates[demo.Currency];
        var customer = await Must(agent, (RegisterCustomer u) => u.Handle(new(Names[n % Names.Length], PhoneOf(demo, n), $"{29_000_000 + n}"), ct), ct);
        var (imei, serial) = kind == DeviceKind.Phone ? (ImeiOf(demo, n), null) : ((string?)null, $"{demo.Slug.ToUpperInvariant()}-{1000 + n}");
        var device = await Must(agent, (RegisterDevice u) => u.Handle(new(kind, model, imei, serial), ct), ct);
        var products = await Must(agent, (ListProducts u) => u.Handle(ct), ct);
        var product = products.First(one => one.Name == DemoProducts.NameFor(kind, demo.Culture));
        var plan = new ProductOffer(product.Id, product.Version, price, price / 5);
        var booked = await Must(agent, (BookLoan u) => u.Handle(new(customer.Id, device, plan, $"demo-sale-{demo.Slug}-{n}"), ct), ct);
        var offer = await Must(agent, (CreateEnrolmentCode u) => u.Handle(new(device, host.AddressOf(demo.Slug)), ct), ct);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var answer = await http.PostAsJsonAsync(
            new Uri(host.Devices, "/devices"),
            new { tenantUrl = host.AddressOf(demo.Slug), code = offer.Code, kind = WireKind(kind), model, imei, serial }, ct);
        answer.EnsureSuccessStatusCode();
        return (booked.Loan, price);
    }

    private async Task LetTimePass(TenantInfo tenant, List<(LoanId Id, decimal Price)> loans, CancellationToken ct)
    {
        var admin = new Caller(tenant.Id, Role.MerchantAdmin, "demo", "demo");
        await Must(admin, (MoveClock u) => u.Handle(new(ClockStep.Week), ct), ct);
        for (var n = 0; n < loans.Count; n++)
        {
            // Every fifth pays nothing and is locked when grace ends; the rest are a week or more ahead.
            if (n % 5 == 3) continue;
            var amount = decimal.Round(loans[n].Price * (n % 4 == 0 ? 0.25m : 0.1m), 0);
            await Must(admin, (RecordCash u) => u.Handle(new(loans[n].Id, amount.ToString(CultureInfo.InvariantCulture), null, $"demo-cash-{loans[n].Id}"), ct), ct);
        }

        for (var day = 0; day < 4; day++)
        {
            // Days do not rush: what follows from one is done before the next.
            await Settled(tenant, ct);
            await Must(admin, (MoveClock u) => u.Handle(new(ClockStep.Day), ct), ct);
        }
    }

    private async Task Settled(TenantInfo tenant, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 100; tries++)
        {
            var due = await Must(Caller.System(tenant.Id), (ListDueDeliveries u) => u.Handle(1, ct), ct);
            if (due.Count == 0) return;
            await timer.WaitForNextTickAsync(ct);
        }
    }

    private static string ImeiOf(DemoTenant demo, int n)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"35693{demo.Slug.Length}{demo.Slug[0] % 10}{demo.Slug[1] % 10}{n:000000}");
        var sum = body.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 2)).Sum(d => d > 9 ? d - 9 : d);
        return body + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }

    private static string WireKind(DeviceKind kind) => Words.Of(kind);

    private async Task<T> Must<TUse, T>(Caller caller, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull => (await _operations.Run(caller, use, ct)).Value;
}
