using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Lending;

public sealed class DayClosePageTests
{
    [Fact]
    public async Task Before_the_first_day_is_closed_the_page_says_so_and_from_which_hour_on_days_are_closed()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (status, page, _) = await browser.Get("/settings/day-close");

        Assert.Equal(System.Net.HttpStatusCode.OK, status);
        Assert.Contains("No day has been closed yet.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Days are closed from 00:00", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(24, page.QuerySelectorAll("#close-hour option").Length);
        Assert.All(page.QuerySelectorAll("main :is(input, select, textarea)"), field => Assert.NotNull(field.Closest("fieldset[disabled]")));
        Assert.NotNull(page.QuerySelector("#close-now[disabled]"));
    }
}
