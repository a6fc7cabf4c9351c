using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator.Tests;

/// <summary>What people and scripts see of the simulator.</summary>
public sealed class ControlApiTests : IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FakePortal _portal = null!;
    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await FakePortal.Start();
        _simulator = await RunningSimulator.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Theory]
    [InlineData("tenantUrl", """{"tenantUrl":"ftp://zuri.localhost","code":"7KQ2-M9XA-04TZ","kind":"phone","model":"M","imei":"1"}""")]
    [InlineData("tenantUrl", """{"code":"7KQ2-M9XA-04TZ","kind":"phone","model":"M","imei":"1"}""")]
    [InlineData("code", """{"tenantUrl":"http://zuri.localhost","code":"7KQ2","kind":"phone","model":"M","imei":"1"}""")]
    [InlineData("kind", """{"tenantUrl":"http://zuri.localhost","code":"7KQ2-M9XA-04TZ","model":"M","imei":"1"}""")]
    [InlineData("model", """{"tenantUrl":"http://zuri.localhost","code":"7KQ2-M9XA-04TZ","kind":"phone","imei":"1"}""")]
    [InlineData("imei", """{"tenantUrl":"http://zuri.localhost","code":"7KQ2-M9XA-04TZ","kind":"phone","model":"M"}""")]
    [InlineData("imei", """{"tenantUrl":"http://zuri.localhost","code":"7KQ2-M9XA-04TZ","kind":"phone","model":"M","imei":"123456789012345678"}""")]
    [InlineData("link", """{"link":"https://example.com","kind":"phone","model":"M","imei":"1"}""")]
    public async Task A_device_that_is_not_described_is_refused_with_the_field(string field, string json)
    {
        var (status, code, named) = await Post("/devices", json);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "simulator.invalid", field), (status, code, named));
        Assert.Empty(_portal.Devices);
    }

    [Theory]
    [InlineData("/devices", "{", HttpStatusCode.BadRequest, "simulator.malformed")]
    [InlineData("/devices", "{\"kind\":7}", HttpStatusCode.BadRequest, "simulator.malformed")]
    [InlineData("/devices", null, HttpStatusCode.BadRequest, "simulator.malformed")]
    [InlineData("/devices/1/offline", null, HttpStatusCode.NotFound, "simulator.no_such_address")]
    [InlineData("/health", null, HttpStatusCode.MethodNotAllowed, "simulator.no_such_address")]
    public async Task What_makes_no_sense_at_all_is_refused_with_a_code_too(string path, string? json, HttpStatusCode status, string code) =>
        Assert.Equal((status, code, null), await Post(path, json));

    [Fact]
    public async Task The_portals_no_is_passed_on_with_its_code()
    {
        var code = EnrolmentCode.New();
        await _simulator.Enrol(_portal, code: code);
        var json = $$"""{"tenantUrl":"{{_portal.Url}}","code":"{{code}}","kind":"phone","model":"M","imei":"1"}""";
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "devices.code_used", null), await Post("/devices", json));
        Assert.Equal(1, (await Fleet()).Devices);
    }

    [Fact]
    public async Task A_portal_that_is_not_there_is_named()
    {
        var url = _portal.Url;
        await _portal.DisposeAsync();
        var json = $$"""{"tenantUrl":"{{url}}","code":"7KQ2-M9XA-04TZ","kind":"phone","model":"M","imei":"1"}""";
        Assert.Equal((HttpStatusCode.BadGateway, "simulator.portal_unreachable", null), await Post("/devices", json));
    }

    [Fact]
    public async Task The_QRs_text_is_enough_to_enrol()
    {
        var link = new EnrolmentLink(new Uri(_portal.Url), EnrolmentCode.New());
        var answer = await _simulator.Http.PostAsJsonAsync("/devices", new { link = link.ToString(), kind = "tv", model = "TCL 32", serial = "TV-1" }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("TV-1", Assert.Single(_portal.Devices.Values).Facts.Serial);
    }

    [Fact]
    public async Task An_unknown_device_and_nonsense_are_refused()
    {
        Assert.Equal((HttpStatusCode.NotFound, "simulator.device_unknown", null), await Post($"/devices/{Guid.NewGuid()}/offline", null));
        var id = (await _simulator.Enrol(_portal)).Id;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "simulator.invalid", "sim"), await Post($"/devices/{id}/sim", """{"sim":"<script>"}"""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "simulator.invalid", "seconds"), await Post($"/devices/{id}/skew", """{"seconds":1e300}"""));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "simulator.invalid", "seconds"), await Post($"/devices/{id}/skew", null));
    }

    [Theory]
    [InlineData("phone", "Emergency calls still work")]
    [InlineData("fridge", "Keeps cooling")]
    [InlineData("laptop", "Nothing is erased")]
    [InlineData("tv", "Emergency broadcasts")]
    [InlineData("solar", "One light stays on")]
    public async Task A_locked_device_says_so_and_keeps_what_must_never_stop(string kind, string essential)
    {
        var id = (await _simulator.Enrol(_portal, kind)).Id;
        Assert.Null((await _simulator.View(id)).Face.Essential);
        _portal.Send(_portal.Devices[id], CommandNames.Lock);
        await Soon.Holds(async () => (await _simulator.View(id)).State == StateNames.Locked, "locked");
        var face = (await _simulator.View(id)).Face;
        Assert.Equal(("Locked", "Please lock"), (face.Title, face.Text));
        Assert.Contains(essential, face.Essential, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fleet_is_listed_searched_and_counted()
    {
        foreach (var kind in new[] { "phone", "fridge", "tv" }) await _simulator.Enrol(_portal, kind);
        var tv = _portal.Devices.Values.Single(d => d.Facts.Kind == "tv");
        await _simulator.Tell(tv.Id, "offline");
        _portal.Send(_portal.Devices.Values.Single(d => d.Facts.Kind == "fridge"), CommandNames.Lock);
        await Soon.Holds(async () => (await Fleet()).Locked == 1, "one locked");
        Assert.Equal((3, 2, 1, 0), await Fleet() is var f ? (f.Devices, f.Online, f.Locked, f.Released) : default);
        Assert.Equal(["phone", "fridge", "tv"], await Kinds("/devices"));
        Assert.Equal(["fridge"], await Kinds("/devices?state=locked"));
        Assert.Equal(["phone"], await Kinds("/devices?q=490154"));
        Assert.Equal(["phone", "fridge"], await Kinds("/devices?limit=2"));
        var answer = await Get("/devices?limit=2");
        Assert.Equal("3", Assert.Single(answer.Headers.GetValues("X-Total-Count")));
    }

    [Fact]
    public async Task The_page_is_there_with_everything_it_needs_and_nothing_from_outside()
    {
        var page = await Get("/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        var html = await Text("/");
        Assert.Contains("simulated", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        foreach (var (path, type) in new[] { ("/page.css", "text/css"), ("/page.js", "text/javascript") })
        {
            Assert.Contains($"\"{path}\"", html, StringComparison.Ordinal);
            var file = await Get(path);
            Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
        }

        Assert.Equal("ok", await Text("/health"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_stops_nobody_else()
    {
        var id = (await _simulator.Enrol(_portal)).Id;
        await File.WriteAllTextAsync(Path.Combine(_simulator.Options.Data, "devices", "broken.json"), "{", Ct);
        await _simulator.Restart();
        Assert.Equal(id, (await _simulator.View(id)).Id);
        Assert.Equal(1, (await Fleet()).Devices);
    }

    [Fact]
    public async Task Private_keys_are_for_the_owner_of_the_folder_only()
    {
        if (OperatingSystem.IsWindows()) return;
        var id = (await _simulator.Enrol(_portal)).Id;
        var path = Path.Combine(_simulator.Options.Data, "devices", $"{id}.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        var view = await Text($"/devices/{id}");
        Assert.DoesNotContain("PRIVATE", view, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Get(string path) => _simulator.Http.GetAsync(new Uri(path, UriKind.Relative), Ct);

    private Task<string> Text(string path) => _simulator.Http.GetStringAsync(new Uri(path, UriKind.Relative), Ct);

    private async Task<FleetView> Fleet() => (await _simulator.Http.GetFromJsonAsync<FleetView>("/fleet", Ct))!;

    private async Task<IEnumerable<string>> Kinds(string path) =>
        (await _simulator.Http.GetFromJsonAsync<List<DeviceView>>(path, Ct))!.Select(view => view.Kind);

    private async Task<(HttpStatusCode Status, string? Code, string? Field)> Post(string path, string? json)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        var answer = await _simulator.Http.PostAsync(new Uri(path, UriKind.Relative), content, Ct);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        return (answer.StatusCode, Text(body, "code"), Text(body, "field"));
    }

    private static string? Text(JsonDocument body, string name) =>
        body.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
