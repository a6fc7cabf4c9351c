using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Devices;

public sealed class DevicePagesTests
{
    [Fact]
    public async Task The_grid_shows_the_devices_of_its_filter_with_counts_and_the_same_as_a_file()
    {
        await using var portal = await WebPortal.Start();
        var duka = await portal.Tenant("duka");
        await Sell(portal, duka, "Nokia C32", "356938035643809");
        await Sell(portal, duka, "=1+1", "352099001761481");
        await Enter(portal, duka, "Never sold", "490154203237518");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (status, page, _) = await browser.Get("/devices?q=3569");
        var file = await browser.Http.GetAsync(new Uri("/devices/export.csv?q=", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("356938035643809", Assert.Single(page.QuerySelectorAll("tr[data-imei]")).GetAttribute("data-imei"));
        Assert.Equal("3569", page.QuerySelector(".list-bar input[name=q]")?.GetAttribute("value"));
        Assert.Equal("1", page.QuerySelector("[data-count]")?.GetAttribute("data-count"));
        Assert.Equal("/devices/export.csv?q=3569", page.QuerySelector("a[download]")?.GetAttribute("href"));
        var lines = (await file.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.Contains(",\"'=1+1\",", StringComparison.Ordinal));
        Assert.Equal("text/csv", file.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_device_has_a_page_and_a_drawer_and_another_merchants_has_neither()
    {
        await using var portal = await WebPortal.Start();
        var (duka, soko) = (await portal.Tenant("duka"), await portal.Tenant("soko"));
        var own = await Enter(portal, duka, "Nokia C32", "356938035643809");
        var foreign = await Enter(portal, soko, "Nokia C22", "352099001761481");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, page, _) = await browser.Get($"/devices/{own}");
        var (_, drawer, _) = await browser.Get($"/devices?device={own}");
        var (_, none, _) = await browser.Get($"/devices/{foreign}");
        var api = await browser.Http.GetAsync(new Uri($"/api/v1/devices/{foreign}", UriKind.Relative));

        Assert.Equal("Nokia C32", page.QuerySelector("h1")?.TextContent);
        Assert.Equal("awaiting_enrolment", page.QuerySelector(".page-head .chip")?.GetAttribute("data-state"));
        Assert.Equal("Nokia C32", drawer.QuerySelector(".drawer h2")?.TextContent);
        Assert.Contains("devices.not_found", none.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, api.StatusCode);
        Assert.DoesNotContain("C22", (await browser.Get("/devices")).Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_signing_in_there_is_neither_page_nor_list_nor_file()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");

        var (_, _, to) = await browser.Get("/devices");
        var api = await browser.Http.GetAsync(new Uri("/api/v1/devices", UriKind.Relative));
        var file = await browser.Http.GetAsync(new Uri("/devices/export.csv", UriKind.Relative));

        Assert.StartsWith("/sign-in", to, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (api.StatusCode, file.StatusCode));
        Assert.Equal("devices.filter_invalid", (await ApiAnswer.Of(await browser.Http.GetAsync(new Uri("/api/v1/devices?state=lost", UriKind.Relative)))).Code);
    }

    [Fact]
    public async Task Only_who_may_control_devices_can_pick_some_for_an_order()
    {
        await using var portal = await WebPortal.Start();
        var duka = await portal.Tenant("duka");
        await Sell(portal, duka, "Nokia C32", "356938035643809");
        _ = (await portal.Operations.Run(
            new Caller(duka, Role.MerchantAdmin, "test", "c"), (CreateStaff u) => u.Handle(new("Juma", "juma@duka.test", Role.Agent, WebPortal.Password), default), default)).Value;
        var (admin, agent) = (portal.Open("duka.localhost"), portal.Open("duka.localhost"));
        await admin.SignIn("admin@duka.test", WebPortal.Password);
        await agent.SignIn("juma@duka.test", WebPortal.Password);

        // Before the circuit is there nothing may look as if it counted.
        Assert.All((await admin.Get("/devices")).Page.QuerySelectorAll(".pick input"), box => Assert.True(box.HasAttribute("disabled")));
        Assert.Equal(2, (await admin.Get("/devices")).Page.QuerySelectorAll(".pick input").Length);
        Assert.Empty((await agent.Get("/devices")).Page.QuerySelectorAll(".pick input"));
    }

    [Fact]
    public async Task Filters_of_phase_and_stuck_orders_are_said_in_words_and_kept_in_every_link()
    {
        await using var portal = await WebPortal.Start();
        var duka = await portal.Tenant("duka");
        await Sell(portal, duka, "Nokia C32", "356938035643809");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (_, page, _) = await browser.Get("/devices?phase=ordered&stuck=true");

        Assert.Equal("ordered, an order has waited for over 15 minutes", page.QuerySelector(".filters-words")?.TextContent);
        Assert.Empty(page.QuerySelectorAll("tr[data-imei]"));
        Assert.Equal("/devices/export.csv?phase=ordered&stuck=true", page.QuerySelector("a[download]")?.GetAttribute("href"));
        Assert.All(page.QuerySelectorAll(".facets a"), chip => Assert.EndsWith("phase=ordered&stuck=true", chip.GetAttribute("href"), StringComparison.Ordinal));
    }

    private static async Task Sell(WebPortal portal, TenantId tenant, string model, string imei)
    {
        var agent = new Caller(tenant, Role.Agent, "test", "c");
        var buyer = (await portal.Operations.Run(
            agent, (RegisterCustomer u) => u.Handle(new("Amina Wanjiru", "+2547" + imei[^8..], imei[^8..]), default), default)).Value;
        var device = await Enter(portal, tenant, model, imei);
        var plan = new Plan(12_000, 0, 4, 1, RepayUnit.Months, InterestMethod.None, 0, 3);
        _ = (await portal.Operations.Run(agent, (BookLoan u) => u.Handle(new(buyer.Id, device, plan, imei), default), default)).Value;
    }

    private static async Task<DeviceId> Enter(WebPortal portal, TenantId tenant, string model, string imei) => (await portal.Operations.Run(
        new Caller(tenant, Role.Agent, "test", "c"), (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, model, imei, null), default), default)).Value;
}
