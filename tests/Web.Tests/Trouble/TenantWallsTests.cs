using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Demo;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class TenantWallsTests(TroubleHost host)
{
    private const string OfLoan = "/api/v1/loans/{id:guid}/";

    [Fact]
    public async Task Every_address_of_the_portal_is_in_the_list_that_is_tried()
    {
        var real = await Real();

        var read = real.Where(e => e.Methods.Contains("GET")).Select(e => e.Pattern);
        var posted = real.Where(e => !e.Methods.Contains("GET")).Select(e => e.Pattern);
        Assert.Empty(read.Except(Addresses.Read.Select(a => a.Pattern)));
        Assert.Empty(posted.Except(Addresses.Posted));
        Assert.Empty(Addresses.Read.Select(a => a.Pattern).Concat(Addresses.Posted).Except(real.Select(e => e.Pattern)));
    }

    [Fact]
    public async Task Nothing_of_one_merchant_is_read_at_another_with_any_credential_or_id()
    {
        var sold = await host.Sell("jua");
        using var device = await TestDevice.Enrol(host, sold);
        await host.Settled(sold.Tenant);
        var payment = (await host.Must(TroubleHost.Admin(sold.Tenant), (RecordCash u) => u.Handle(new(sold.Loan, "100"), default))).Payment.Value;
        var wish = await host.Wish(sold, 200);
        await host.Must(Caller.System(sold.Tenant.Id), (OpenCustomerAccount u) => u.Handle(new(sold.Phone, DemoTenants.Password), default));
        var (own, other) = (host.Demo.AddressOf("jua"), host.Demo.AddressOf("nuru"));
        var (ownStaff, staffCookies) = await Wire.SignIn(own, "admin@jua.test", DemoTenants.Password);
        var (ownCustomer, customerCookies) = await Wire.SignIn(own, sold.Phone, DemoTenants.Password);
        var (otherStaff, _) = await Wire.SignIn(other, "admin@nuru.test", DemoTenants.Password);
        using var ownProgram = Wire.Open(own, host.ApiKey("jua"));
        using var ownDevice = Wire.Open(own, device.Token);
        (string Name, HttpClient Http)[] strangers =
        [
            ("nobody", Wire.Open(other)),
            ("the first merchant's staff", With(other, staffCookies.GetCookieHeader(own))),
            ("the first merchant's customer", With(other, customerCookies.GetCookieHeader(own))),
            ("the first merchant's key", Wire.Open(other, host.ApiKey("jua"))),
            ("the first merchant's device", Wire.Open(other, device.Token)),
        ];
        using var otherProgram = Wire.Open(other, host.ApiKey("nuru"));
        var troubles = new List<string>();

        var product = (Guid)(await host.Sql(sold.Tenant, "select id from loan_products order by id limit 1"))!;
        var real = (await Real()).Select(e => e.Pattern).ToHashSet();
        foreach (var address in Addresses.Read.Where(a => real.Contains(a.Pattern)))
        {
            var path = address.Of(sold, payment, wish, product);
            var rightful = address.Whose switch
            {
                Whose.Staff => ownStaff, Whose.Customer => ownCustomer, Whose.Program => ownProgram, Whose.Device => ownDevice, _ => null,
            };
            if (rightful is not null)
            {
                var seen = await Patiently(rightful, path);
                if (seen.Status != HttpStatusCode.OK || (address.Shows && !Tells(seen, sold))) troubles.Add($"the rightful reader does not find {path}: {seen}");
            }

            foreach (var (name, http) in strangers)
            {
                var answer = await Patiently(http, path);
                if (Tells(answer, sold, path) || (address.Whose != Whose.Everybody && !IsClosed(answer))) troubles.Add($"{name} at {path}: {answer}");
            }

            foreach (var (name, http) in new[] { ("the second merchant's staff", otherStaff), ("the second merchant's key", otherProgram) })
            {
                var answer = await Patiently(http, path);
                if (Tells(answer, sold, path) || (int)answer.Status >= 500) troubles.Add($"{name} at {path}: {answer}");
            }
        }

        foreach (var http in strangers.Select(s => s.Http).Concat([ownStaff, ownCustomer, otherStaff])) http.Dispose();
        Assert.True(troubles.Count == 0, string.Join(Environment.NewLine, troubles));
    }

    [Fact]
    public async Task Nothing_is_done_at_another_merchant_with_a_devices_papers()
    {
        var (sold, waiting) = (await host.Sell("jua"), await host.Sell("jua"));
        using var device = await TestDevice.Enrol(host, sold);
        var other = host.Demo.AddressOf("nuru");
        var stranger = DeviceAgent.New(new DeviceFacts("phone", TestDevice.Model, "1.0-test", waiting.Imei), new Now());

        var beat = await device.Post(AgentRoutes.Heartbeat, device.NextHeartbeat(), WireJson.Default.HeartbeatRequest, other);
        var session = await device.Post(AgentRoutes.Session, device.Agent.OpenSession(), WireJson.Default.SessionRequest, other);
        var result = new ResultRequest(Guid.CreateVersion7(), 1, ResultRequest.Done, StateNames.Active, DateTimeOffset.UtcNow);
        var report = await device.Post(AgentRoutes.Results, result, WireJson.Default.ResultRequest, other);
        var enrol = await device.Post(AgentRoutes.Enrol, stranger.Enrol(waiting.Code), WireJson.Default.EnrolRequest, other);

        Assert.Equal((401, "agent.session_required"), beat.Problem);
        Assert.Equal((401, "agent.session_required"), report.Problem);
        Assert.Equal(401, session.Problem.Status);
        Assert.NotNull(session.Code);
        Assert.Equal((404, "devices.code_unknown"), enrol.Problem);
        Assert.Equal(HttpStatusCode.Created, (await host.Simulate(waiting)).Status);
    }

    [Fact]
    public async Task Nothing_is_paid_at_or_for_another_merchant()
    {
        var sold = await host.Sell("jua");
        var (own, other) = (host.Demo.AddressOf("jua"), host.Demo.AddressOf("nuru"));
        var (ownStaff, cookies) = await Wire.SignIn(own, "admin@jua.test", DemoTenants.Password);
        var (otherStaff, _) = await Wire.SignIn(other, "admin@nuru.test", DemoTenants.Password);
        using var foreign = With(other, cookies.GetCookieHeader(own));

        Assert.Equal((401, "identity.sign_in_required"), (await Patiently(() => Cash(foreign))).Problem);
        Assert.Equal((404, "lending.loan_not_found"), (await Cash(otherStaff)).Problem);
        foreach (var verb in Addresses.Posted.Where(path => path.StartsWith(OfLoan, StringComparison.Ordinal)).Select(path => path[OfLoan.Length..]))
        {
            Assert.Equal((401, "identity.sign_in_required"), (await Patiently(() => Decide(foreign, verb))).Problem);
            Assert.Equal((404, "lending.loan_not_found"), (await Decide(otherStaff, verb)).Problem);
        }

        Assert.Equal(0, await host.Count(sold.Tenant, "loans where class <> 'performing' or pauses <> '[]' or device_in_stock"));
        var clock = await Clock();
        foreach (var path in new[] { "/sandbox/clock", "/password", "/sign-out", "/sign-in", "/sign-in/code", $"/me/pay/{sold.Loan}", $"/me/loans/{sold.Loan}/payoff" })
        {
            using var form = new FormUrlEncodedContent([new("step", "week"), new("amount", "100"), new("key", Guid.CreateVersion7().ToString())]);
            Assert.InRange((int)(await foreign.Ask(HttpMethod.Post, path, form)).Status, 300, 499);
        }

        Assert.Equal(clock, await Clock());
        Assert.Equal(0, await host.Count(sold.Tenant, "payments where loan_id = $1 and method <> 'deposit'", sold.Loan.Value));
        Assert.Equal(HttpStatusCode.Created, (await Cash(ownStaff)).Status);
        ownStaff.Dispose();
        otherStaff.Dispose();

        async Task<object?> Clock() => await host.Sql(await host.Tenant("nuru"), "select moved from sandbox_clock");

        async Task<Answer> Decide(HttpClient http, string verb)
        {
            // Some refuse what they do not know, before they ask who is there.
            object fields = verb switch
            {
                "payoff-quotes" => new { },
                "restructures" or "restructures/preview" => new { reason = "A try", kind = "reAmortize" },
                _ => new
                {
                    reason = "A try", until = "2099-01-01", condition = "As new", toStock = true, value = "1", price = "1", amount = "1",
                    forLoan = Guid.CreateVersion7(),
                },
            };
            using var body = System.Net.Http.Json.JsonContent.Create(fields);
            return await http.Ask(HttpMethod.Post, $"/api/v1/loans/{sold.Loan}/{verb}", body, ("Idempotency-Key", $"walls-{verb}-{sold.Loan}"));
        }

        async Task<Answer> Cash(HttpClient http)
        {
            using var body = System.Net.Http.Json.JsonContent.Create(new { loan = sold.Loan.Value, amount = "100" });
            return await http.Ask(HttpMethod.Post, "/api/v1/payments", body, ("Idempotency-Key", $"walls-{sold.Loan}"));
        }
    }

    // There are more addresses than one visitor may ask for in a minute.
    private static Task<Answer> Patiently(HttpClient http, string path) => Patiently(() => http.Page(path));

    private static async Task<Answer> Patiently(Func<Task<Answer>> ask)
    {
        Answer? answer = null;
        await Eventually.True(async () => (answer = await ask()).Status != HttpStatusCode.TooManyRequests, "an answer", TimeSpan.FromSeconds(90));
        return answer!;
    }

    // What the portal really maps, except files and the frameworks' own.
    private async Task<List<(string Pattern, IReadOnlyList<string> Methods)>> Real()
    {
        await using var portal = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            foreach (var (name, value) in TestPortal.Settings(host.Demo.Region)) builder.UseSetting(name, value);
            builder.UseSetting("Keys:Master", File.ReadAllText(Path.Combine(host.Folder, "master.key")).Trim());
            builder.UseSetting("Workers:Enabled", "false");
        });
        return [.. portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => (Pattern: "/" + e.RoutePattern.RawText!.Trim('/'), Methods: e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]))
            .Where(e => !Addresses.Frameworks.Any(own => e.Pattern.StartsWith(own, StringComparison.Ordinal)))];
    }

    private static HttpClient With(Uri address, string cookie)
    {
        var http = Wire.Open(address);
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookie);
        return http;
    }

    // A page may say again what it was asked. Contract numbers are counted by each merchant, so they are no mark.
    private static bool Tells(Answer answer, Sold sold, string asked = "") =>
        new[] { sold.Name, sold.Phone, sold.Imei, sold.Customer.ToString(), sold.Loan.ToString(), sold.Device.ToString() }
            .Where(mark => !asked.Contains(mark, StringComparison.Ordinal))
            .Any(mark => answer.Text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsClosed(Answer answer) => answer.Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound => true,
        HttpStatusCode.Redirect or HttpStatusCode.SeeOther => answer.Headers.Location!.OriginalString.StartsWith("/sign-in", StringComparison.Ordinal),
        _ => false,
    };

    private sealed class Now : IAgentClock
    {
        public DateTimeOffset Wall => DateTimeOffset.UtcNow;

        public TimeSpan Elapsed => Wall - DateTimeOffset.UnixEpoch;

        public string Boot => "test";
    }
}
