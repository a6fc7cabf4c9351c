using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Identity;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Tenancy;

public sealed class RegionTests
{
    [Fact]
    public async Task A_regional_admin_sees_the_sums_of_the_own_regions_merchants_and_no_others()
    {
        await using var portal = await TwoRegions();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));
        var elsewhere = await Elsewhere(portal, "lagos");
        await Portfolios.Loan(portal, duka, ("2026-02-20", 500, 120), ("2026-03-20", 500, 0));
        await Portfolios.Loan(portal, duka, "locked", ("2026-02-01", 300, 0), ("2026-02-08", 300, 0));
        await Portfolios.Loan(portal, duka, "released", ("2026-02-01", 300, 300));
        await Portfolios.Loan(portal, elsewhere, "locked", ("2026-02-01", 300, 0));

        var panel = (await Panel(portal).Read(Regional("af-east"), null, default)).Value;

        Assert.Equal([duka.Id, soko.Id], panel.Select(m => m.Merchant.Id));
        Assert.Equal(new PortfolioSummary(2, 2, 380 + 600, 880 + 600, 1, 1, 1, 0), panel[0].Sums);
        Assert.Equal(new PortfolioSummary(0, 0, 0, 0, 0, 0, 0, 0), panel[1].Sums);
    }

    [Fact]
    public async Task A_loan_whose_days_stand_still_is_not_in_arrears()
    {
        await using var portal = await TwoRegions();
        var duka = await portal.NewTenant("duka");
        await Portfolios.Loan(portal, duka, ("2026-02-20", 500, 120), ("2026-03-20", 500, 0));
        await Portfolios.Loan(portal, duka, ("2026-02-20", 500, 0));
        await portal.InTenant(duka, "update loans set late_from = '2026-05-01' where paid_minor = 120");

        var sums = Assert.Single((await Panel(portal).Read(Regional("af-east"), null, default)).Value).Sums!;

        Assert.Equal((2, 1, 500L, 1_380L), (sums.LoansActive, sums.LoansInArrears, sums.ArrearsMinor, sums.OutstandingMinor));
    }

    [Fact]
    public async Task Asking_for_another_region_gives_a_regional_admin_the_own_and_a_super_admin_what_was_asked()
    {
        await using var portal = await TwoRegions();
        var duka = await portal.NewTenant("duka");
        var lagos = await Elsewhere(portal, "lagos");
        var super = Regional("af-east") with { Role = Role.SuperAdmin, Region = null };

        Assert.Equal([duka.Id], (await Panel(portal).Read(Regional("af-east"), "af-west", default)).Value.Select(m => m.Merchant.Id));
        Assert.Equal([lagos.Id], (await Panel(portal).Read(super, "af-west", default)).Value.Select(m => m.Merchant.Id));
        Assert.Equal(2, (await Panel(portal).Read(super, null, default)).Value.Count);
    }

    [Theory]
    [InlineData("af-east")]
    [InlineData(null)]
    [InlineData("")]
    public async Task The_door_itself_keeps_a_regional_admin_out_of_another_regions_tenant(string? region)
    {
        await using var portal = await TwoRegions();
        var lagos = await Elsewhere(portal, "lagos");

        var outcome = await portal.Operations.Run(
            Regional(region) with { Tenant = lagos.Id }, (SummarizePortfolio u) => u.Handle(default), default);

        Assert.Equal("tenancy.other_region", outcome.Refusal?.Code);
        Assert.Equal(1, await portal.Count(lagos, "events where refused and reason = 'tenancy.other_region'"));
    }

    [Fact]
    public async Task A_regional_admin_without_a_region_sees_no_merchant()
    {
        await using var portal = await TwoRegions();
        await portal.NewTenant("duka");

        Assert.Empty((await Panel(portal).Read(Regional(null), null, default)).Value);
    }

    [Fact]
    public async Task Merchant_staff_see_no_region()
    {
        await using var portal = await TwoRegions();
        var duka = await portal.NewTenant("duka");

        Assert.Equal("identity.not_allowed", (await Panel(portal).Read(TestPortal.As(Role.MerchantAdmin, duka), null, default)).Refusal?.Code);
    }

    private static Caller Regional(string? region) =>
        new(Caller.PlatformTenant, Role.RegionalAdmin, "test-regional", "c") { Region = region };

    private static RegionPanel Panel(TestPortal portal) => portal.Services.GetRequiredService<RegionPanel>();

    // A second region on the same server, as small installations have it.
    private static Task<TestPortal> TwoRegions() => TestPortal.Start(services =>
    {
        var settings = services.BuildServiceProvider().GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>();
        settings["Regions:1:App"] = settings["Regions:0:App"];
        settings["Regions:1:Owner"] = settings["Regions:0:Owner"];
        (settings["Regions:1:Code"], settings["Regions:1:Name"]) = ("af-west", "West Africa");
    });

    private static async Task<TenantInfo> Elsewhere(TestPortal portal, string slug)
    {
        var tenant = await portal.NewTenant(slug, currency: "NGN", zone: "Africa/Lagos");
        await portal.Owner("update platform.tenants set region = 'af-west' where id = $1", tenant.Id.Value);
        portal.Services.GetRequiredService<TenantDirectory>().Refresh();
        return await portal.Services.GetRequiredService<TenantDirectory>().Get(tenant.Id, default);
    }
}
