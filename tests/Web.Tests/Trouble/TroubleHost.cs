using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Demo;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>Tests that stop servers run one after another, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TroubleCollection : ICollectionFixture<TroubleHost>
{
    public const string Name = "trouble";
}

/// <summary>A device sold on installments of 1,000.00 a day, without grace: locked two days after the sale.</summary>
public sealed record Sold(
    TenantInfo Tenant, CustomerId Customer, string Name, string Phone, LoanId Loan, string Number, DeviceId Device, string Imei, string Code);

/// <summary>The whole of Paylatch as processes of their own that speak over the wire, for tests that do it harm.</summary>
public sealed class TroubleHost : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static int _sold;

    public DemoHost Demo { get; private set; } = null!;

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"paylatch-trouble-{Guid.NewGuid():N}");

    public async ValueTask InitializeAsync() =>
        Demo = await DemoHost.Start(new DemoOptions { Port = 0, Data = Folder, Seed = false, Durable = false }, default);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Demo is not null) await Demo.DisposeAsync();
        }
        finally
        {
            KeptLogs.Keep(Folder, "trouble");
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Waits until the portal's first node is ready.</summary>
    public Task Ready() => Demo.Web.WaitFor(new Uri(Demo.Platform, "/health/ready"), Patience, default);

    /// <summary>A tenant's API key, as the demo file has it.</summary>
    public string ApiKey(string slug) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "demo.json")))!["tenants"]!.AsArray()
        .Single(tenant => (string)tenant!["slug"]! == slug)!["apiKey"]!.GetValue<string>();

    public async Task<TenantInfo> Tenant(string slug) => (await Demo.Services.GetRequiredService<TenantDirectory>().Find(slug, default))!;

    public Task<Outcome<T>> Run<TUse, T>(Caller caller, Func<TUse, Task<T>> use)
        where TUse : notnull => Demo.Services.GetRequiredService<Operations>().Run(caller, use, default);

    public async Task<T> Must<TUse, T>(Caller caller, Func<TUse, Task<T>> use)
        where TUse : notnull => (await Run(caller, use)).Value;

    public static Caller Admin(TenantInfo tenant) => new(tenant.Id, Role.MerchantAdmin, "trouble", Guid.NewGuid().ToString("N"));

    public static Caller As(Sold sold) => new(sold.Tenant.Id, Role.Customer, "trouble", Guid.NewGuid().ToString("N")) { Customer = sold.Customer };

    /// <summary>Sells a phone to somebody new.</summary>
    public async Task<Sold> Sell(string slug = "jua")
    {
        var n = Interlocked.Increment(ref _sold);
        var tenant = await Tenant(slug);
        var demo = DemoTenant.All.Single(t => t.Slug == slug);
        var (name, phone) = ($"Zawadi Shida {slug} {(char)('A' + n)}", string.Create(CultureInfo.InvariantCulture, $"{demo.CallingCode}7002{n:00000}"));
        var agent = new Caller(tenant.Id, Role.Agent, "trouble", "trouble");
        var customer = await Must(agent, (RegisterCustomer u) => u.Handle(new(name, phone, $"{31_000_000 + n}"), default));
        var imei = Imei(n);
        var device = await Must(agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, TestDevice.Model, imei, null), default));
        var plan = new Plan(21_000, 1_000, 20, 1, RepayUnit.Days, InterestMethod.None, 0, 0);
        var booked = await Must(agent, (BookLoan u) => u.Handle(new(customer.Id, device, plan, $"trouble-{slug}-{n}"), default));
        var offer = await Must(agent, (CreateEnrolmentCode u) => u.Handle(new(device, Demo.AddressOf(slug)), default));
        return new Sold(tenant, customer.Id, name, phone, booked.Loan, booked.Number, device, imei, offer.Code);
    }

    /// <summary>Enrols the device in the simulator, where it lives on by itself.</summary>
    public async Task<Answer> Simulate(Sold sold)
    {
        using var http = Wire.Open(Demo.Devices);
        return await http.Ask(HttpMethod.Post, "/devices", new
        {
            tenantUrl = Demo.AddressOf(sold.Tenant.Slug), code = sold.Code, kind = "phone", model = TestDevice.Model, imei = sold.Imei,
        });
    }

    /// <summary>What somebody holding the simulated device sees.</summary>
    public async Task<JsonNode> Held(Sold sold, string and = "", object? body = null)
    {
        using var http = Wire.Open(Demo.Devices);
        var answer = await http.Ask(and == "" ? HttpMethod.Get : HttpMethod.Post, $"/devices/{sold.Device}{and}", body);
        return answer.Json ?? throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>Lets days pass in a sandbox, each with all that follows from it.</summary>
    public async Task PassDays(TenantInfo tenant, int days)
    {
        for (var day = 0; day < days; day++)
        {
            await Must(Admin(tenant), (MoveClock u) => u.Handle(new(ClockStep.Day), default));
            await Settled(tenant);
        }
    }

    /// <summary>Waits until nothing is left to follow from what happened.</summary>
    public Task Settled(TenantInfo tenant) => Eventually.True(
        async () => (await Must(Caller.System(tenant.Id), (ListDueDeliveries u) => u.Handle(1, default))).Count == 0,
        $"all consequences at {tenant.Slug} drawn", Patience);

    /// <summary>Waits until the portal and the simulated device agree on a state.</summary>
    public async Task Agreed(Sold sold, string state)
    {
        var said = "";
        try
        {
            await Eventually.True(
                async () =>
                {
                    var held = await Held(sold);
                    var known = await Sql(sold.Tenant, "select state || ' ' || phase from devices where id = $1", sold.Device.Value);
                    said = $"portal: {known}; device: {held}";
                    return (string)held["state"]! == state && known as string == $"{state} confirmed";
                },
                $"device {state} and confirmed", Patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}. {said}", late);
        }
    }

    /// <summary>A customer's wish to pay by card, to which the provider's message will answer.</summary>
    public async Task<Guid> Wish(Sold sold, decimal amount) => (await Must(
        As(sold), (StartCardPayment u) => u.Handle(new(sold.Loan, amount.ToString(CultureInfo.InvariantCulture), "stripe"), default))).Intent.Value;

    /// <summary>One value out of a tenant's tables, past every wall.</summary>
    public async Task<object?> Sql(TenantInfo tenant, string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create($"{Demo.Postgres!.Superuser("paylatch")};Search Path={tenant.Schema}");
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A count out of a tenant's tables.</summary>
    public async Task<long> Count(TenantInfo tenant, string sql, params object[] values) =>
        Convert.ToInt64(await Sql(tenant, "select count(*) from " + sql, values), CultureInfo.InvariantCulture);

    private static string Imei(int n)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"35781204{n:000000}");
        var sum = body.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 2)).Sum(d => d > 9 ? d - 9 : d);
        return body + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }
}
