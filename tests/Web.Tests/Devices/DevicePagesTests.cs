using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
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
        await Enter(portal, duka, "Nokia C32", "356938035643809");
        await Enter(portal, duka, "=1+1", "352099001761481");
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
        Assert.Contains(lines, line => line.Contains(",'=1+1,", StringComparison.Ordinal));
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

    private static async Task<DeviceId> Enter(WebPortal portal, TenantId tenant, string model, string imei) => (await portal.Operations.Run(
        new Caller(tenant, Role.Agent, "test", "c"), (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, model, imei, null), default), default)).Value;
}
