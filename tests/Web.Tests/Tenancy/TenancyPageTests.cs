using System.Net;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Web.Tenancy;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Tenancy;

public sealed class TenancyPageTests
{
    [Fact]
    public async Task A_super_admin_sees_searches_and_opens_tenants()
    {
        await using var portal = await WebPortal.Start();
        await portal.PlatformStaff("super@paylatch.test", Role.SuperAdmin);
        var browser = portal.Open("localhost");
        await browser.SignIn("super@paylatch.test", WebPortal.Password);
        Assert.NotNull((await browser.Get("/tenants")).Page.QuerySelector(".blank a[href='/tenants/new']"));
        await portal.Tenant("duka");
        await portal.Tenant("soko", sandbox: true);

        var (_, all, _) = await browser.Get("/tenants");
        var (_, found, _) = await browser.Get("/tenants?q=SOK");
        var (_, none, _) = await browser.Get("/tenants?q=nobody");
        var (status, detail, _) = await browser.Get("/tenants/soko");
        var (_, making, _) = await browser.Get("/tenants/new");

        Assert.Equal(2, all.QuerySelectorAll(".list tbody tr").Length);
        Assert.Single(found.QuerySelectorAll(".list tbody tr"));
        Assert.NotNull(none.QuerySelector(".blank a[href='/tenants']"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("http://soko.localhost/", detail.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(making.QuerySelector("#slug"));
    }

    [Fact]
    public async Task Merchant_staff_and_regional_admins_see_no_tenants()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        await portal.PlatformStaff("regional@paylatch.test", Role.RegionalAdmin, "af-east");
        var (regional, merchant) = (portal.Open("localhost"), portal.Open("duka.localhost"));
        await regional.SignIn("regional@paylatch.test", WebPortal.Password);
        await merchant.SignIn("admin@duka.test", WebPortal.Password);

        foreach (var browser in new[] { regional, merchant })
            Assert.Equal("identity.not_allowed", (await browser.Get("/tenants")).Page.QuerySelector("[role=alert] code")?.TextContent);
    }

    [Fact]
    public async Task A_regional_admin_sees_the_regions_merchants_with_sums_in_the_foot()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        await portal.Tenant("soko");
        await portal.PlatformStaff("regional@paylatch.test", Role.RegionalAdmin, "af-east");
        var browser = portal.Open("localhost");
        await browser.SignIn("regional@paylatch.test", WebPortal.Password);

        var (_, page, _) = await browser.Get("/region");

        Assert.Equal(2, page.QuerySelectorAll("tr[data-merchant]").Length);
        Assert.NotNull(page.QuerySelector("tfoot tr[data-sum=KES]"));
    }

    [Fact]
    public async Task The_clock_bar_moves_a_sandbox_and_a_real_tenant_has_none()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var sandbox = await portal.Tenant("soko", sandbox: true);
        var (real, playing) = (portal.Open("duka.localhost"), portal.Open("soko.localhost"));
        await real.SignIn("admin@duka.test", WebPortal.Password);
        await playing.SignIn("admin@soko.test", WebPortal.Password);
        Assert.Null((await real.Get("/settings")).Page.QuerySelector(".clockbar"));

        var moved = await playing.Post("/settings", "/sandbox/clock", ("step", "week"));
        var back = await playing.Post("/clock", "/sandbox/clock", ("to", "2020-01-01"), ("step", "date"));
        var (_, said, _) = await playing.Get(back.Location!);

        Assert.Equal("/settings", moved.Location);
        var read = (await portal.Operations.Run(new Caller(sandbox, Role.Agent, "t", "c"), (ReadClock u) => u.Handle(default), default)).Value;
        Assert.Equal(TimeSpan.FromDays(7), read.Moved);
        Assert.Equal("/clock?error=tenancy.clock_only_forward", back.Location);
        Assert.Equal("tenancy.clock_only_forward", said.QuerySelector("[role=alert] code")?.TextContent);
    }

    [Fact]
    public async Task A_logo_is_served_to_everybody_and_may_be_kept_for_ever()
    {
        await using var portal = await WebPortal.Start();
        var tenant = await portal.Tenant("duka");
        await portal.Tenant("soko");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[40]];
        var look = (await portal.Operations.Run(new Caller(tenant, Role.MerchantAdmin, "t", "c"), (UpdateBranding u) => u.Handle(new("#111111", png), default), default)).Value;

        using var served = await portal.Open("duka.localhost").Http.GetAsync(look.LogoUrl);
        using var elsewhere = await portal.Open("soko.localhost").Http.GetAsync(look.LogoUrl);

        Assert.Equal("image/png", served.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", served.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(served.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Settings_show_staff_and_keys_to_the_admin()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, page, _) = await browser.Get("/settings");

        Assert.NotNull(page.QuerySelector("tr[data-staff='admin@duka.test']"));
        Assert.NotNull(page.QuerySelector("#accent"));
        Assert.NotNull(page.QuerySelector("#key-name"));
    }

    [Theory]
    [InlineData("Café Duka 2", "cafe-duka-2")]
    [InlineData("  Mama's  Shop!  ", "mama-s-shop")]
    [InlineData("123 Phones", "phones")]
    [InlineData("متجر", "")]
    public void A_subdomain_is_proposed_from_the_name(string name, string slug) => Assert.Equal(slug, TenantForm.SlugFrom(name));
}
