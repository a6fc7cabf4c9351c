using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Demo;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class LimitsTests(TroubleHost host)
{
    private const int MostBytes = 50_000;

    [Theory]
    [InlineData("/api/v1/payments", 1_000_001)]
    [InlineData("/agent/v1/enrol", 1_000_001)]
    [InlineData("/agent/v1/session", 1_000_001)]
    [InlineData("/webhooks/stripe", 256 * 1024 + 1)]
    public async Task A_body_that_is_too_large_is_refused(string path, int bytes)
    {
        var (http, _) = await Wire.SignIn(host.Demo.AddressOf("jua"), "admin@jua.test", DemoTenants.Password);
        using var body = new StringContent($$"""{"amount":"{{new string('9', bytes)}}"}""", Encoding.UTF8, "application/json");

        Assert.Equal((413, "request.too_large"), (await http.Ask(HttpMethod.Post, path, body, ("Idempotency-Key", "large"), ("Stripe-Signature", "t=1,v1=00"))).Problem);
        http.Dispose();
    }

    [Theory]
    [InlineData("/api/v1/payments", "{\"loan\": 17", "request.invalid")]
    [InlineData("/api/v1/payments", "[1, 2]", "request.invalid")]
    [InlineData("/api/v1/payments", "{\"loan\": \"not an id\", \"amount\": \"5\"}", "request.invalid")]
    [InlineData("/agent/v1/enrol", "{\"code\":", "agent.request_invalid")]
    [InlineData("/agent/v1/enrol", "\"nothing\"", "agent.request_invalid")]
    [InlineData("/agent/v1/session", "{\"unknown\": true}", "agent.request_invalid")]
    [InlineData("/agent/v1/session", "{\"assertion\":\"a\",\"assertion\":\"b\"}", "agent.request_invalid")]
    public async Task A_body_that_cannot_be_read_is_refused_with_a_code(string path, string body, string code)
    {
        var (http, _) = await Wire.SignIn(host.Demo.AddressOf("jua"), "admin@jua.test", DemoTenants.Password);

        var answer = await http.Ask(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), ("Idempotency-Key", "unreadable"));

        Assert.Equal(code, answer.Code);
        Assert.True((int)answer.Status is 400 or 422, answer.ToString());
        http.Dispose();
    }

    [Fact]
    public async Task A_body_of_the_wrong_kind_is_refused_with_a_code()
    {
        var (http, _) = await Wire.SignIn(host.Demo.AddressOf("jua"), "admin@jua.test", DemoTenants.Password);
        using var form = new FormUrlEncodedContent([new("loan", Guid.Empty.ToString()), new("amount", "5")]);

        var answer = await http.Ask(HttpMethod.Post, "/api/v1/payments", form, ("Idempotency-Key", "wrong kind"));

        Assert.Equal((415, "request.wrong_content_type"), answer.Problem);
        http.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "request.no_such_address")]
    [InlineData("GET", "/api/v1/payments/17", 404, "request.no_such_address")]
    [InlineData("DELETE", "/api/v1/payments", 405, "request.method_not_allowed")]
    [InlineData("GET", "/api/v1/payments?limit=many", 400, "request.invalid")]
    public async Task A_program_that_asks_for_what_is_not_there_gets_a_problem_with_a_code(string method, string path, int status, string code)
    {
        using var http = Wire.Open(host.Demo.AddressOf("jua"), host.ApiKey("jua"));

        Assert.Equal((status, code), (await http.Ask(new HttpMethod(method), path)).Problem);
    }

    [Fact]
    public async Task A_person_who_asks_for_what_is_not_there_gets_a_page()
    {
        using var http = Wire.Open(host.Demo.AddressOf("jua"));
        var page = await http.Page("/not-there");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.Status, page.MediaType));
        Assert.Equal("Page not found", (await new HtmlParser().ParseDocumentAsync(page.Text)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Whoever_tries_to_sign_in_too_often_is_told_to_wait_and_others_are_not()
    {
        using var http = Wire.Open(host.Demo.AddressOf("twende"));
        var answers = new List<Answer>();
        while (answers.Count < 40 && (answers.Count == 0 || answers[^1].Status != HttpStatusCode.TooManyRequests))
            answers.Add(await http.Ask(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent([new("userName", "admin@twende.test")])));

        Assert.Equal((429, "request.too_many"), answers[^1].Problem);
        Assert.True(answers[^1].Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await http.Page("/sign-in")).Status);
        var (elsewhere, _) = await Wire.SignIn(host.Demo.AddressOf("jua"), "admin@jua.test", DemoTenants.Password);
        elsewhere.Dispose();
    }

    [Fact]
    public async Task An_unknown_subdomain_is_a_page_for_people_and_a_problem_for_programs()
    {
        foreach (var name in new[] { "nobody", "a.b", "jua.jua" })
        {
            using var http = Wire.Open(host.Demo.AddressOf(name));

            var page = await http.Page("/today");
            Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.Status, page.MediaType));
            Assert.NotEmpty((await new HtmlParser().ParseDocumentAsync(page.Text)).QuerySelector("h1")!.TextContent);
            Assert.Equal((404, "tenancy.unknown_subdomain"), (await http.Ask(HttpMethod.Get, "/api/v1/payments")).Problem);
            Assert.Equal((404, "tenancy.unknown_subdomain"), (await http.Ask(HttpMethod.Post, "/agent/v1/heartbeat", new { })).Problem);
        }
    }

    [Theory]
    [InlineData("jua", "/sign-in")]
    [InlineData("jua", "/today")]
    [InlineData("jua", "/not-there")]
    [InlineData("jua", "/app.css")]
    [InlineData("jua", "/api/v1/payments")]
    [InlineData("jua", "/api/v1/payments?limit=many")]
    [InlineData("nobody", "/")]
    public async Task Every_answer_tells_browsers_to_be_careful(string slug, string path)
    {
        using var http = Wire.Open(host.Demo.AddressOf(slug));

        var answer = await http.Page(path);

        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.False(answer.Headers.Contains("Server"));

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
    }

    [Fact]
    public async Task A_customers_pages_weigh_less_than_fifty_kilobytes_with_all_they_need_and_carry_no_script()
    {
        var sold = await host.Sell();
        var payment = (await host.Must(TroubleHost.Admin(sold.Tenant), (RecordCash u) => u.Handle(new(sold.Loan, "100"), default))).Payment;
        await host.Must(Caller.System(sold.Tenant.Id), (OpenCustomerAccount u) => u.Handle(new(sold.Phone, DemoTenants.Password), default));
        var (http, _) = await Wire.SignIn(host.Demo.AddressOf("jua"), sold.Phone, DemoTenants.Password);
        foreach (var path in new[] { "/sign-in?step=code", "/password", "/me", $"/me/loans/{sold.Loan}", $"/me/pay/{sold.Loan}", "/me/payments", $"/me/payments/{payment}" })
        {
            var page = await http.Page(path);
            Assert.True(page.Status is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{path}: {page}");
            var document = await new HtmlParser().ParseDocumentAsync(page.Text);
            Assert.Empty(document.Scripts);
            Assert.DoesNotContain(" onclick=", page.Text, StringComparison.OrdinalIgnoreCase);
            var parts = document.QuerySelectorAll("link[href], img[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!)
                .Where(part => !part.StartsWith("data:", StringComparison.Ordinal)).Distinct();
            var bytes = await Weight(http, path);
            foreach (var part in parts) bytes += await Weight(http, part.StartsWith('/') ? part : "/" + part);
            Assert.True(bytes < MostBytes, $"{path} weighs {bytes} bytes");
        }

        http.Dispose();
    }

    // As it goes over the wire to a browser: compressed.
    private static async Task<int> Weight(HttpClient http, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }
}
