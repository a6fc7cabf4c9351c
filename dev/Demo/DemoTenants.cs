using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Demo;

/// <summary>One demo tenant.</summary>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Name">Its name.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Culture">Its culture.</param>
/// <param name="Zone">Its time zone.</param>
/// <param name="Sandbox">True for a clock that can be moved.</param>
/// <param name="Accent">Its colour.</param>
/// <param name="CallingCode">The calling code of its customers' phones.</param>
/// <param name="Share">Its share of the demo's devices, of all shares together.</param>
public sealed record DemoTenant(
    string Slug, string Name, string Currency, string Culture, string Zone, bool Sandbox, string Accent, string CallingCode, int Share)
{
    /// <summary>The demo's tenants: two sandboxes in different scripts, a real one, and one with no minor units.</summary>
    public static readonly IReadOnlyList<DemoTenant> All =
    [
        new("jua", "Jua Phones", "KES", "en", "Africa/Nairobi", true, "#0f766e", "+254", 12),
        new("nuru", "نور للتقسيط", "EGP", "ar", "Africa/Cairo", true, "#4f46e5", "+20", 6),
        new("umeme", "Umeme Solar", "UGX", "sw", "Africa/Kampala", true, "#b45309", "+256", 4),
        new("twende", "Twende Devices", "TZS", "sw", "Africa/Dar_es_Salaam", false, "#be123c", "+255", 2),
    ];
}

/// <summary>One way to sign in.</summary>
/// <param name="Role">The role.</param>
/// <param name="Email">What to type as user name: an e-mail address, or a customer's phone number.</param>
/// <param name="Password">The password.</param>
public sealed record DemoUser(string Role, string Email, string Password);

/// <summary>Makes the demo's people and tenants, through the same use cases as everybody; what is there already is left as it is.</summary>
public sealed class DemoTenants(DemoHost host, DemoFile file)
{
    /// <summary>The password of everyone in the demo.</summary>
    public const string Password = "correct-horse-7-battery";

    private readonly Operations _operations = host.Services.GetRequiredService<Operations>();

    /// <summary>The platform's people.</summary>
    public static IReadOnlyList<DemoUser> PlatformUsers { get; } =
    [
        new("super-admin", "super@paylatch.test", Password),
        new("regional-admin", "region@paylatch.test", Password),
    ];

    /// <summary>A tenant's people.</summary>
    public static IReadOnlyList<DemoUser> UsersOf(DemoTenant tenant) =>
    [
        new("merchant-admin", $"admin@{tenant.Slug}.test", Password),
        new("agent", $"agent@{tenant.Slug}.test", Password),
        new("customer", DemoSales.PhoneOf(tenant, 0), Password),
    ];

    /// <summary>Makes sure that all of it is there.</summary>
    public async Task Ensure(CancellationToken ct)
    {
        var platform = Caller.System(Caller.PlatformTenant);
        await Must(platform, (EnsurePlatformStaff u) => u.Handle(new("Salma Idris", "super@paylatch.test", Role.SuperAdmin, null, Password), ct), ct);
        await Must(platform, (EnsurePlatformStaff u) => u.Handle(new("Rehema Mushi", "region@paylatch.test", Role.RegionalAdmin, host.Region.Code, Password), ct), ct);
        foreach (var tenant in DemoTenant.All) await Ensure(tenant, ct);
    }

    private async Task Ensure(DemoTenant wanted, CancellationToken ct)
    {
        var directory = host.Services.GetRequiredService<TenantDirectory>();
        if (await directory.Find(wanted.Slug, ct) is null) await Make(wanted, ct);
        directory.Refresh();
        var tenant = await directory.Find(wanted.Slug, ct) ?? throw new InvalidOperationException($"The tenant {wanted.Slug} was made but is not there.");
        await host.Services.GetRequiredService<Migrator>().MigrateTenant(host.Services.GetRequiredService<Regions>().Of(tenant.Region), tenant.Schema, tenant.Id.Value, ct);
        await ConnectStripe(wanted, tenant, ct);
        await new DemoProducts(host).Ensure(wanted, tenant, ct);
    }

    private async Task Make(DemoTenant wanted, CancellationToken ct)
    {
        var super = new Caller(Caller.PlatformTenant, Role.SuperAdmin, "demo", "demo");
        var command = new RegisterTenant.Command(
            wanted.Slug, wanted.Name, host.Region.Code, wanted.Currency, wanted.Culture, wanted.Zone, wanted.Sandbox,
            wanted.Accent, "Amina Odhiambo", $"admin@{wanted.Slug}.test");
        var made = await host.Services.GetRequiredService<TenantProvisioner>().Create(super, command, new TenantWishes(Password, "demo"), null, ct);
        file.KeepApiKey(wanted.Slug, made.Value.ApiKey!);
        var admin = new Caller(made.Value.Id, Role.MerchantAdmin, "demo", "demo");
        await Must(admin, (CreateStaff u) => u.Handle(new("Joseph Mwangi", $"agent@{wanted.Slug}.test", Role.Agent, Password), ct), ct);
    }

    // The simulator forgets its accounts when it ends; the portal keeps its own.
    private async Task ConnectStripe(DemoTenant wanted, TenantInfo tenant, CancellationToken ct)
    {
        var (secretKey, webhookSecret) = ($"sk_test_{wanted.Slug}_demo_0123456789abcdef", $"whsec_{wanted.Slug}_demo_0123456789abcdef");
        var admin = new Caller(tenant.Id, Role.MerchantAdmin, "demo", "demo");
        await Must(admin, (Application.Payments.ConnectProvider u) => u.Handle(new("stripe", secretKey, webhookSecret), ct), ct);
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(
            new Uri(host.Stripe, "/_simulator/accounts"),
            new { secretKey, webhookSecret, webhookUrl = new Uri(host.AddressOf(wanted.Slug), "/webhooks/stripe"), name = wanted.Name }, ct);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<T> Must<TUse, T>(Caller caller, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull => (await _operations.Run(caller, use, ct)).Value;
}
