using System.Globalization;
using System.Net;
using System.Resources;
using AngleSharp.Html.Parser;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Web.Audit;

namespace Paylatch.Web.Tests.Audit;

public sealed class AuditPageTests
{
    [Fact]
    public async Task The_page_lists_events_newest_first_and_tells_the_story_named_in_the_address()
    {
        await using var web = await AuditWeb.Start();
        var first = await web.Event("LockOrdered", "Grace ended <b>");
        await web.Event("PaymentReceived", "cash");
        await web.Seal();

        var page = new HtmlParser().ParseDocument(await (await web.Get($"/audit?event={first}")).Content.ReadAsStringAsync());

        Assert.Equal(["Payment received", "Lock ordered"], page.QuerySelectorAll(".list tbody tr td:nth-child(2) a").Select(a => a.TextContent));
        var drawer = page.QuerySelector(".drawer")!;
        Assert.Equal("Lock ordered", drawer.QuerySelector("h2")!.TextContent);
        Assert.Contains("Grace ended <b>", drawer.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sealed", drawer.TextContent, StringComparison.Ordinal);
        Assert.Equal("Payment received", drawer.QuerySelector(".together a")!.TextContent);
    }

    [Fact]
    public async Task A_search_line_shows_its_parts_as_chips_that_take_them_out()
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "grace");
        await web.Event("PaymentReceived", "cash");

        var page = new HtmlParser().ParseDocument(await (await web.Get("/audit?q=type:LockOrdered+why:grace")).Content.ReadAsStringAsync());

        Assert.Equal("Lock ordered", Assert.Single(page.QuerySelectorAll(".list tbody tr td:nth-child(2) a")).TextContent);
        Assert.Equal(
            ["/audit?q=why%3Agrace", "/audit?q=type%3ALockOrdered"],
            page.QuerySelectorAll(".filter[aria-current=true]").Select(chip => chip.GetAttribute("href")));
    }

    [Fact]
    public async Task A_line_that_cannot_be_understood_says_what_was_meant()
    {
        await using var web = await AuditWeb.Start();

        var html = await (await web.Get("/audit?q=actr:amina")).Content.ReadAsStringAsync();

        Assert.Contains("audit.unknown_qualifier", html, StringComparison.Ordinal);
        Assert.Contains("actor:", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sw", "Kufunga kumeagizwa")]
    [InlineData("ar", "طُلب القفل")]
    public async Task The_page_speaks_the_readers_language(string culture, string said)
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "grace");

        var page = new HtmlParser().ParseDocument(await (await web.Get("/audit", culture: culture)).Content.ReadAsStringAsync());

        Assert.Equal(said, page.QuerySelector(".list tbody td:nth-child(2) a")!.TextContent);
    }

    [Fact]
    public async Task The_platform_has_its_own_log()
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "grace");

        var answer = await web.Get("/audit", Role.SuperAdmin, host: "localhost");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Lock ordered", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("sw")]
    [InlineData("ar")]
    public void Every_event_has_words_in_every_language(string culture)
    {
        var texts = new ResourceManager(typeof(AuditTexts)).GetResourceSet(new CultureInfo(culture), true, tryParents: culture == "en")!;

        var types = typeof(DomainEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract);

        Assert.Empty(types.Where(type => texts.GetString("Type_" + type.Name) is null).Select(type => type.Name));
    }
}
