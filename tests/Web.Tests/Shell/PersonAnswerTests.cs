using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Parser;
using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Identity;

namespace Paylatch.Web.Tests.Shell;

/// <summary>What is refused outside of pages is a page for people and a problem for programs.</summary>
public sealed class PersonAnswerTests
{
    [Fact]
    public async Task Too_many_requests_are_answered_with_a_page_that_says_so_and_when_to_try_again()
    {
        await using var portal = await WebPortal.Start(("Limits:TenantPerSecond", "1"));
        await portal.Tenant("duka");
        var http = portal.Open("duka.localhost").Http;

        var person = await Until429(http, "text/html");
        var program = await Until429(http, "application/json");
        var page = new HtmlParser().ParseDocument(await person.Content.ReadAsStringAsync());

        Assert.Equal("request.too_many", page.QuerySelector("main code")!.TextContent);
        Assert.NotNull(page.QuerySelector("link[rel=stylesheet]"));
        Assert.Equal(("application/problem+json", "2"), (program.Content.Headers.ContentType?.MediaType, program.Headers.GetValues("Retry-After").Single()));
        Assert.Equal("2", person.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData("/payments/0195a3c0-0000-7000-8000-000000000001.pdf")]
    [InlineData("/loans/export.csv?standing=current")]
    [InlineData("/audit/export.csv?from=2026-03-01&to=2026-03-31")]
    public async Task Whose_session_has_ended_signs_in_and_comes_back(string path)
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        var (status, _, location) = await portal.Open("duka.localhost").Get(path);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?returnUrl=" + Uri.EscapeDataString(path)), (status, location));
    }

    [Theory]
    [InlineData("en", "There is no such payment")]
    [InlineData("sw", "Hakuna malipo")]
    public async Task A_receipt_that_is_not_there_is_said_on_a_page_in_the_readers_language(string culture, string said)
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);
        await browser.Get($"/culture?to={culture}&back=/");

        var (status, page, _) = await browser.Get("/payments/0195a3c0-0000-7000-8000-000000000001.pdf");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(said, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("payments.not_found", page.QuerySelector("main code")!.TextContent);
    }

    [Fact]
    public async Task The_interfaces_for_programs_answer_a_browser_as_any_program()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/loans");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await portal.Open("duka.localhost").Http.SendAsync(request);

        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    private static async Task<HttpResponseMessage> Until429(HttpClient http, string accept)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
            request.Headers.Accept.ParseAdd(accept);
            var answer = await http.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
        }
    }
}
