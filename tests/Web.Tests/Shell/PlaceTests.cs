using Paylatch.Application.Identity;
using Paylatch.Web.Shell;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Shell;

/// <summary>The rail: few places, every page in one of them, nothing offered that is refused.</summary>
public sealed class PlaceTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Theory]
    [InlineData(Role.MerchantAdmin, 7, "/today /devices /loans /portfolio /returns /messages /sell /payments /payments/unmatched /books /books/journal /books/accounts /books/currencies /books/card-money /books/proofs /settings /settings/products /settings/day-close /audit")]
    [InlineData(Role.Agent, 5, "/today /devices /loans /portfolio /returns /messages /sell /payments /payments/unmatched")]
    public void A_merchants_rail_has_seven_places_at_most_and_leads_to_every_page(Role role, int places, string pages)
    {
        var rail = Place.For(role, platform: false);

        Assert.Equal(places, rail.Count);
        Assert.InRange(rail.Count, 5, 7);
        Assert.Equal(pages.Split(' '), rail.SelectMany(place => place.Parts.Select(part => part.Href).Prepend(place.Href)).Distinct());
        Assert.All(rail.SelectMany(place => place.Parts), part => Assert.True(role.Has(part.Needs)));
        Assert.All(pages.Split(' '), page => Assert.Single(rail, place => place.Holds(page)));
        Assert.Equal([1, 2, 3, 4], rail.Select(place => place.Phone).OfType<int>().Order());
    }

    [Theory]
    [InlineData("/loans/3f2a", "PlaceLoans")]
    [InlineData("/portfolio", "PlaceLoans")]
    [InlineData("/settings/products/new", "PlaceSettings")]
    [InlineData("/audit", "PlaceSettings")]
    [InlineData("/books/accounts/1200", "PlaceBooks")]
    public void A_page_below_a_place_or_a_part_of_it_is_in_that_place(string path, string place) =>
        Assert.Equal(place, Assert.Single(Place.For(Role.MerchantAdmin, platform: false), one => one.Holds(path)).Text);

    [Theory]
    [InlineData("portfolio", "en", "Portfolio")]
    [InlineData("audit", "sw", "Ukaguzi")]
    [InlineData("payments/unmatched", "en", "Unmatched money")]
    public async Task A_page_shows_its_neighbours_and_which_it_is(string path, string culture, string name)
    {
        await using var web = await PayWeb.Start(bench, connected: false);

        var (_, page, _, _) = await web.Open(Role.MerchantAdmin, culture: culture).Get(path);
        var (_, agents, _, _) = await web.Open(Role.Agent, culture: culture).Get("portfolio");

        Assert.Equal(name, page.QuerySelector(".parts-of a[aria-current]")?.TextContent);
        Assert.Single(page.QuerySelectorAll(".rail .place[aria-current]"));
        Assert.Null(agents.QuerySelector("a[href^='/settings'], a[href^='/books'], a[href='/audit']"));
    }
}
