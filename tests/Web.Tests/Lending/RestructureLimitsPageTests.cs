using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Web.Tests.Identity;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>What one person may decide alone, as a page and for programs.</summary>
public sealed class RestructureLimitsPageTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task An_admin_finds_the_limits_in_the_settings_with_what_applies_until_somebody_changes_it()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, page, _) = await browser.Get("/settings");

        Assert.Equal("100000.00", page.QuerySelector("#limit-outstanding")?.GetAttribute("value"));
        Assert.Equal("6", page.QuerySelector("#limit-months")?.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("#save-restructure-limits"));
        Assert.Contains("Nobody has changed these", page.QuerySelector("#limits-by")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_the_limits_of_its_own_merchant_and_nobody_reads_them_without_a_key()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var soko = await web.NewTenant("soko");
        Assert.Null((await web.Run(Role.MerchantAdmin, (SetRestructureLimits u) => u.Handle("2500.5", 3, default))).Refusal);
        Assert.Null((await web.Run(Role.MerchantAdmin, (SetRestructureLimits u) => u.Handle("1", 1, default), soko)).Refusal);

        var (status, _, _, bytes) = await web.Open(Role.ApiKey).Get("api/v1/restructure-limits", "application/json");
        var nobody = await web.Open(Role.Visitor).Get("api/v1/restructure-limits", "application/json");

        var limits = JsonDocument.Parse(bytes).RootElement;
        Assert.Equal((200, "2500.50", 3), (status, limits.GetProperty("outstanding").GetString(), limits.GetProperty("moreMonths").GetInt32()));
        Assert.Equal(JsonValueKind.String, limits.GetProperty("setAt").ValueKind);
        Assert.Equal(401, nobody.Item1);
    }
}
