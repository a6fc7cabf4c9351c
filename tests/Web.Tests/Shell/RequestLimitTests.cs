using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Web.Tests.Devices;

namespace Paylatch.Web.Tests.Shell;

/// <summary>Nobody gets around a limit by spelling something differently, and nobody fills the log from outside.</summary>
public sealed class RequestLimitTests
{
    [Fact]
    public async Task Whoever_is_not_signed_in_is_refused_so_often_and_then_not_even_heard()
    {
        await using var portal = await AgentPortal.Start(("Limits:RefusalsPerMinute", "5"));
        using var http = portal.Http();

        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Unauthorized, await Ask(http, "/api/v1/payments", from: "203.0.113.1"));
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.TooManyRequests, await Ask(http, i % 2 == 0 ? "/api/v1/payments" : "/api/v1/devices", from: "203.0.113.1"));

        Assert.Equal(5L, await Count(portal, "events where refused and address = '203.0.113.1'"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(http, "/api/v1/payments", from: "203.0.113.2"));
        // What nobody is refused stays open to them.
        Assert.Equal(HttpStatusCode.OK, await Ask(http, "/sign-in", from: "203.0.113.1"));
        Assert.Equal(HttpStatusCode.OK, await Ask(http, "/health/live", from: "203.0.113.1", host: "localhost"));
    }

    [Fact]
    public async Task An_address_of_one_network_is_as_good_as_another()
    {
        await using var portal = await AgentPortal.Start(("Limits:RefusalsPerMinute", "2"));
        using var http = portal.Http();

        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Unauthorized, await Ask(http, "/api/v1/payments", from: $"2001:db8:1:2::{i}"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await Ask(http, "/api/v1/payments", from: "2001:db8:1:2:ffff::7"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(http, "/api/v1/payments", from: "2001:db8:1:3::1"));
    }

    [Theory]
    [InlineData("/sign-in", "Limits:SignInPerMinute")]
    [InlineData(AgentRoutes.Enrol, "Limits:SignInPerMinute")]
    [InlineData(AgentRoutes.Session, "Limits:SessionsPerMinute")]
    public async Task A_host_spelled_differently_is_the_same_tenant(string path, string setting)
    {
        await using var portal = await AgentPortal.Start((setting, "3"));
        using var http = portal.Http();

        Assert.NotEqual(HttpStatusCode.TooManyRequests, await Ask(http, path, post: true));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 16; i++)
        {
            var spelled = string.Concat("duka".Select((c, at) => (i >> at & 1) == 1 ? char.ToUpperInvariant(c) : c));
            answers.Add(await Ask(http, path, host: spelled + ".localhost", post: true));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task Made_up_tokens_share_one_limit_and_leave_a_device_its_own()
    {
        await using var portal = await AgentPortal.Start();
        var agent = await portal.Enrolled();
        await using var strict = await portal.Another(("Limits:SessionsPerMinute", "3"), ("Limits:DevicePerMinute", "4"));
        using var http = strict.Http();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 16; i++) answers.Add(await Ask(http, AgentRoutes.Heartbeat, token: $"made-up-{i}", post: true));
        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);

        answers.Clear();
        for (var i = 0; i < 16; i++) answers.Add(await Ask(http, AgentRoutes.Heartbeat, token: agent.Token, post: true));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1")]
    [InlineData("192.0.2.1", "203.0.113.7", "192.0.2.1")]
    [InlineData("10.1.2.3", "6.6.6.6, 203.0.113.7", "203.0.113.7")]
    public async Task A_trusted_proxys_word_for_an_address_is_taken_and_nobody_elses(string from, string forwarded, string logged)
    {
        await using var portal = await AgentPortal.Start(("Web:TrustedNetworks:0", "10.0.0.0/8"));
        using var http = portal.Http();

        await Ask(http, "/api/v1/payments", from: from, forwarded: forwarded);

        Assert.Equal(1L, await Count(portal, $"events where refused and address = '{logged}'"));
    }

    [Fact]
    public async Task A_network_that_is_none_is_said_at_the_start() =>
        Assert.Contains("Web:TrustedNetworks", (await Assert.ThrowsAnyAsync<Exception>(() => AgentPortal.Start(("Web:TrustedNetworks:0", "everywhere")))).ToString(), StringComparison.Ordinal);

    private static async Task<HttpStatusCode> Ask(
        HttpClient http, string path, string? from = null, string? host = null, string? token = null, string? forwarded = null, bool post = false)
    {
        using var request = new HttpRequestMessage(post ? HttpMethod.Post : HttpMethod.Get, path);
        if (post) request.Content = path == "/sign-in" ? new FormUrlEncodedContent([]) : JsonContent.Create(new { });
        if (from is not null) request.Headers.Add("Test-Address", from);
        if (forwarded is not null) request.Headers.Add("X-Forwarded-For", forwarded);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (host is not null) request.Headers.Host = host;
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<long> Count(AgentPortal portal, string from)
    {
        await using var connection = new NpgsqlConnection(portal.Region.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set search_path to {portal.Tenant.Schema}; set app.tenant_id to '{portal.Tenant.Id}'; select count(*) from {from}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
