using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Shell;

public sealed class HealthPageTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=nobody;Password=x;Database=x;Timeout=2";

    [Fact]
    public async Task A_region_that_is_down_is_one_line_and_hides_nothing_else()
    {
        await using var portal = await WebPortal.Start(
            ("Regions:1:Code", "af-west"), ("Regions:1:Name", "West Africa"), ("Regions:1:App", Nowhere), ("Regions:1:Owner", Nowhere));
        await portal.Tenant("duka");
        await Move(portal, "soko", "af-west");
        await portal.PlatformStaff("super@paylatch.test", Role.SuperAdmin);
        var browser = portal.Open("localhost");
        await browser.SignIn("super@paylatch.test", WebPortal.Password);

        var (status, page, _) = await browser.Get("/health");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Answers", page.QuerySelector("[data-region=af-east] .chip")!.TextContent);
        Assert.Equal("Does not answer", page.QuerySelector("[data-region=af-west] .chip")!.TextContent);
        Assert.Equal("0", page.QuerySelector("[data-tenant=duka] td.num")!.TextContent);
        Assert.NotNull(page.QuerySelector("[data-tenant=duka] a[href='/tenants/duka']"));
        Assert.Equal("platform.unavailable", page.QuerySelector("[data-tenant=soko] code")!.TextContent);
    }

    [Fact]
    public async Task Who_may_not_manage_the_platform_sees_neither_databases_nor_merchants()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        await portal.PlatformStaff("regional@paylatch.test", Role.RegionalAdmin, "af-east");
        var (regional, merchant) = (portal.Open("localhost"), portal.Open("duka.localhost"));
        await regional.SignIn("regional@paylatch.test", WebPortal.Password);
        await merchant.SignIn("admin@duka.test", WebPortal.Password);

        foreach (var browser in new[] { regional, merchant })
        {
            var (_, page, _) = await browser.Get("/health");
            Assert.Equal("identity.not_allowed", page.QuerySelector("[role=alert] code")?.TextContent);
            Assert.Empty(page.QuerySelectorAll("[data-region], [data-tenant]"));
        }
    }

    // A merchant whose server is away now: its row is there, its schema is not reached.
    private static async Task Move(WebPortal portal, string slug, string region)
    {
        var regions = portal.Services.GetRequiredService<Regions>();
        await using var command = regions.Of(regions.Home).Owner.CreateCommand("""
            insert into platform.tenants (id, slug, name, schema_name, region, currency, culture, time_zone, sandbox, state)
            values ($1, $2, $2, $2, $3, 'KES', 'en', 'Africa/Nairobi', false, 'active')
            """);
        foreach (object value in new object[] { Guid.CreateVersion7(), slug, region }) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
