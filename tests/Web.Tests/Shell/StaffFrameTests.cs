using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Shell;

public sealed class StaffFrameTests
{
    [Fact]
    public async Task Moving_the_sandboxs_clock_leads_back_to_the_page_with_its_filter()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka", sandbox: true);
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, _, to) = await browser.Post("/devices?state=locked&q=%2B254", "/sandbox/clock", ("+step", "day"));
        var (_, _, elsewhere) = await browser.Post("/devices", "/sandbox/clock", ("+step", "day"), ("back", "//evil.test/devices"));

        Assert.Equal("/devices?state=locked&q=%2B254", to);
        Assert.Equal("/", elsewhere);
    }

    [Theory]
    [InlineData("/sell")]
    [InlineData("/settings")]
    public async Task Before_the_circuit_is_there_a_form_takes_nothing(string path)
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, page, _) = await browser.Get(path);

        var fields = page.QuerySelectorAll("main :is(input, select, textarea)");
        Assert.NotEmpty(fields);
        Assert.All(fields, field => Assert.NotNull(field.Closest("fieldset[disabled]")));
    }
}
