using System.Net;
using AngleSharp.Html.Parser;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Audit;

/// <summary>A merchant's log seen from the platform, and by nobody else.</summary>
public sealed class MerchantLogTests
{
    private const string March = "&from=2026-03-01&to=2026-03-31";

    [Fact]
    public async Task The_platform_opens_a_merchants_log_under_the_merchants_name()
    {
        await using var web = await AuditWeb.Start();

        var tenant = await web.Get("/tenants/duka", Role.SuperAdmin, host: "localhost");
        var page = new HtmlParser().ParseDocument(await (await web.Get("/audit?tenant=duka", Role.SuperAdmin, host: "localhost")).Content.ReadAsStringAsync());

        Assert.Contains("/audit?tenant=duka", await tenant.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Audit log of duka", page.QuerySelector("h1")!.TextContent);
        Assert.All(page.QuerySelectorAll(".page form"), form => Assert.Equal("duka", form.QuerySelector("input[name=tenant]")!.GetAttribute("value")));
    }

    [Fact]
    public async Task A_merchant_sees_that_the_platform_looked()
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "grace");
        var super = TestPortal.As(Role.SuperAdmin, web.Tenant) with { Address = "10.0.0.7" };

        var seen = (await web.Run(super, (SearchLog u) => u.Handle(new("type:LockOrdered"), default))).Value;
        var file = await web.Get("/audit/export.csv?tenant=duka" + March, Role.SuperAdmin, host: "localhost");
        var own = (await web.Run(TestPortal.As(Role.MerchantAdmin, web.Tenant), (SearchLog u) => u.Handle(new("actor:super-admin"), default))).Value;

        Assert.Single(seen.Lines);
        Assert.Contains("LockOrdered", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("audit-duka-2026-03-01-2026-03-31.csv", file.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(["LogExported", "LogReadByPlatform"], own.Lines.Select(line => line.Type));
        Assert.Equal("10.0.0.7", own.Lines[1].Address);
    }

    [Theory]
    [InlineData("duka.localhost", Role.MerchantAdmin)]
    [InlineData("duka.localhost", Role.Agent)]
    [InlineData("localhost", Role.RegionalAdmin)]
    public async Task Nobody_else_opens_another_log(string host, Role role)
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "grace");

        var page = await web.Get("/audit?tenant=duka", role, host: host);
        var html = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync());

        Assert.Contains("identity.not_allowed", html.QuerySelector(".page")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(html.QuerySelectorAll(".list tbody tr"));
        foreach (var file in (string[])["csv", "pdf"])
            Assert.Equal(HttpStatusCode.Forbidden, (await web.Get($"/audit/export.{file}?tenant=duka{March}", role, host: host)).StatusCode);
    }
}
