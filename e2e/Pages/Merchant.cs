using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Demo;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.E2E.Pages;

/// <summary>A sandbox merchant of a story's own, so that its clock, books and portfolio are nobody else's.</summary>
/// <param name="Slug">Its subdomain.</param>
/// <param name="Host">Its address.</param>
/// <param name="Tenant">The tenant.</param>
public sealed record Merchant(string Slug, Uri Host, TenantInfo Tenant)
{
    /// <summary>Its administrator's user name; the password is the demo's.</summary>
    public string Admin => $"admin@{Slug}.test";

    /// <summary>Opens one.</summary>
    public static async Task<Merchant> Open(Stage stage, string slug, string name)
    {
        var shop = new DemoTenant(slug, name, "KES", "en", "Africa/Nairobi", true, "#0f766e", "+254", 1);
        var super = new Caller(Caller.PlatformTenant, Role.SuperAdmin, "story", "story");
        var command = new RegisterTenant.Command(
            slug, name, stage.Host.Region.Code, shop.Currency, shop.Culture, shop.Zone, shop.Sandbox, shop.Accent, "Amina Odhiambo", $"admin@{slug}.test");
        var made = await stage.Host.Services.GetRequiredService<TenantProvisioner>().Create(super, command, new TenantWishes(DemoTenants.Password, "story"), null, default);
        Assert.Null(made.Refusal);
        var directory = stage.Host.Services.GetRequiredService<TenantDirectory>();
        directory.Refresh();
        var tenant = (await directory.Find(slug, default))!;
        await new DemoProducts(stage.Host).Ensure(shop, tenant, default);
        return new Merchant(slug, stage.Host.AddressOf(slug), tenant);
    }

    /// <summary>Counts the portfolio's past days, as the job does every few minutes.</summary>
    public async Task Count(Stage stage)
    {
        var operations = stage.Host.Services.GetRequiredService<Operations>();
        while ((await operations.Run(Caller.System(Tenant.Id), (CountPortfolioDays u) => u.Handle(60, default), default)).Value > 0)
        {
            // Until every day is counted.
        }
    }

    /// <summary>SQL past the application, within the merchant's walls; <c>{s}</c> stands for its schema.</summary>
    public async Task Behind(Stage stage, string sql)
    {
        await using var connection = new NpgsqlConnection(stage.Host.Region.Owner);
        await connection.OpenAsync();
        await using var walls = new NpgsqlCommand("select set_config('app.tenant_id', $1, false)", connection) { Parameters = { new() { Value = Tenant.Id.Value.ToString() } } };
        await walls.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql.Replace("{s}", Tenant.Schema, StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync();
    }
}
