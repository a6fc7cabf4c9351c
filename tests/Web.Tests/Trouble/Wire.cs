using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>What a server answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, string? MediaType, HttpResponseHeaders Headers)
{
    /// <summary>The body as JSON; null when it is none.</summary>
    public JsonNode? Json
    {
        get
        {
            try
            {
                return MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(Text) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>The code of a problem (RFC 9457); null when the answer is none.</summary>
    public string? Code => MediaType == "application/problem+json" ? (string?)Json?["code"] : null;

    /// <summary>Status and code, which is what most tests ask about.</summary>
    public (int Status, string? Code) Problem => ((int)Status, Code);

    public override string ToString() => $"{(int)Status} {Headers.Location} {(Text.Length > 600 ? Text[..600] : Text)}";
}

/// <summary>HTTP to this machine's tenants, whose names no resolver need know; follows no redirects.</summary>
internal static class Wire
{
    public static SocketsHttpHandler Handler(CookieContainer? cookies = null) => new()
    {
        AllowAutoRedirect = false, UseCookies = cookies is not null, CookieContainer = cookies ?? new(), ConnectCallback = Connect,
    };

    public static HttpClient Open(Uri address, string? bearer = null, CookieContainer? cookies = null)
    {
        var http = new HttpClient(Handler(cookies)) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        if (bearer is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return http;
    }

    public static Task<Answer> Ask(this HttpClient http, HttpMethod method, string path, object? json = null) =>
        http.Ask(method, path, json is null ? null : JsonContent.Create(json));

    public static async Task<Answer> Ask(this HttpClient http, HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Content.Headers.ContentType?.MediaType, answer.Headers);
    }

    /// <summary>What a browser asks for when somebody goes to an address.</summary>
    public static Task<Answer> Page(this HttpClient http, string path) => http.Ask(HttpMethod.Get, path, null, ("Accept", "text/html"));

    /// <summary>A browser somebody signed in with; its cookies say who.</summary>
    public static async Task<(HttpClient Http, CookieContainer Cookies)> SignIn(Uri address, string user, string password)
    {
        var cookies = new CookieContainer();
        var http = Open(address, cookies: cookies);
        var page = await new HtmlParser().ParseDocumentAsync((await http.Page("/sign-in")).Text);
        var token = page.QuerySelector("form[action='/sign-in'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("userName", user), new("password", password)]);
        var answer = await http.Ask(HttpMethod.Post, "/sign-in", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.DoesNotContain("error", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return (http, cookies);
    }

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([IPAddress.Loopback, IPAddress.IPv6Loopback], context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
