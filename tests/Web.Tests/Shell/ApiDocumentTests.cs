using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Shell;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task The_document_lists_every_endpoint_for_programs_and_nothing_else()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        var document = await Document(portal);
        var operations = Operations(document);
        var endpoints = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => (Path: "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace(":guid", "", StringComparison.Ordinal), Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(endpoint => endpoint.Path.StartsWith("/api/v1/", StringComparison.Ordinal) || endpoint.Path.StartsWith("/agent/v1/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {endpoint.Path}"));

        Assert.Equal(endpoints.Order(StringComparer.Ordinal), operations.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        Assert.True(operations.Count >= 13);
    }

    [Fact]
    public async Task Each_says_what_it_does_how_to_prove_who_asks_and_that_problems_have_a_code()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        var document = await Document(portal);

        Assert.Equal("Paylatch API", document.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("deviceSession").GetProperty("scheme").GetString());
        Assert.All(Operations(document), operation =>
        {
            Assert.False(string.IsNullOrEmpty(operation.Body.GetProperty("summary").GetString()), operation.Name);
            Assert.Equal(1, operation.Body.GetProperty("tags").GetArrayLength());
            Assert.True(Schema(operation.Body.GetProperty("responses").GetProperty("422")).GetProperty("properties").TryGetProperty("code", out _), operation.Name);
        });
        Assert.All(
            Operations(document).Where(operation => operation.Name.Contains("/api/v1", StringComparison.Ordinal)),
            operation => Assert.True(operation.Body.GetProperty("security")[0].TryGetProperty("apiKey", out _), operation.Name));
        var heartbeat = Operations(document).Single(operation => operation.Name == "POST /agent/v1/heartbeat").Body.GetProperty("requestBody");
        Assert.True(Schema(heartbeat).GetProperty("properties").TryGetProperty("battery", out _));
    }

    [Fact]
    public async Task The_page_to_read_it_loads_nothing_from_elsewhere()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");

        var (status, page, _) = await browser.Get("/api/docs/index.html");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(page.QuerySelectorAll("script[src]"));
        Assert.DoesNotContain(page.QuerySelectorAll("[src], link[href]"), e => (e.GetAttribute("src") ?? e.GetAttribute("href"))!.Contains("//", StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("script"), script => Assert.Equal("", script.TextContent.Trim()));
    }

    private static async Task<JsonElement> Document(WebPortal portal) =>
        JsonDocument.Parse(await portal.Open("duka.localhost").Http.GetStringAsync("/api/openapi.json")).RootElement;

    private static JsonElement Schema(JsonElement body) => body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema");

    private static List<(string Name, JsonElement Body)> Operations(JsonElement document) =>
    [
        .. document.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject().Where(operation => operation.Name != "parameters").Select(operation => ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value))),
    ];
}
