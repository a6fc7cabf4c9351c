using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Shell;

public sealed class SearchTests
{
    [Fact]
    public async Task A_merchants_search_finds_pages_by_their_names_in_the_readers_language_and_only_those_of_the_role()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, english, _) = await browser.Get("/search?q=pay");
        var (_, none, _) = await browser.Get("/search?q=tenants");
        await browser.Get("/culture?to=sw&back=/");
        var (_, swahili, _) = await browser.Get("/search?q=malipo");

        Assert.Equal("/payments", english.QuerySelector("[data-hit=Page]")!.GetAttribute("href"));
        Assert.Null(none.QuerySelector("[data-hit=Page]"));
        Assert.Equal("/payments", swahili.QuerySelector("[data-hit=Page]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task The_platforms_box_searches_merchants_for_those_who_see_all_of_them()
    {
        await using var portal = await WebPortal.Start();
        await portal.PlatformStaff("super@paylatch.test", Role.SuperAdmin);
        await portal.PlatformStaff("regional@paylatch.test", Role.RegionalAdmin, "af-east");
        var (super, regional) = (portal.Open("localhost"), portal.Open("localhost"));
        await super.SignIn("super@paylatch.test", WebPortal.Password);
        await regional.SignIn("regional@paylatch.test", WebPortal.Password);

        Assert.Equal("/tenants", (await super.Get("/health")).Page.QuerySelector(".topbar form[role=search]")!.GetAttribute("action"));
        Assert.Null((await regional.Get("/region")).Page.QuerySelector(".topbar form[role=search]"));
    }
}
