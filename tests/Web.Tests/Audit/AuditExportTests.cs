using System.Net;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Audit;

public sealed class AuditExportTests
{
    private const string March = "?from=2026-03-01&to=2026-03-31";

    [Fact]
    public async Task The_csv_holds_the_period_and_no_cell_that_a_spreadsheet_would_run()
    {
        await using var web = await AuditWeb.Start();
        await web.Event("DeviceLocked", "=HYPERLINK(\"http://evil\")");
        await web.Event("DeviceLocked", "+1 and, a comma");
        await web.Event("DeviceLocked", "-2");
        await web.Event("DeviceLocked", "@sum");

        var answer = await web.Get("/audit/export.csv" + March);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("audit-duka-2026-03-01-2026-03-31.csv", answer.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(5, text.Trim().Split("\r\n").Length);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", text, StringComparison.Ordinal);
        Assert.Contains("\"'+1 and, a comma\"", text, StringComparison.Ordinal);
        Assert.Contains("'-2", text, StringComparison.Ordinal);
        Assert.Contains("'@sum", text, StringComparison.Ordinal);
        Assert.Contains(",2026-03-05T09:00:00.000000Z,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pdf_holds_the_events_and_the_proof_of_the_chain()
    {
        await using var web = await AuditWeb.Start();
        var id = await web.Event("LockOrdered", "Grace ended on 4 March");
        var head = await web.Seal();

        var answer = await web.Get("/audit/export.pdf" + March);
        var text = await PdfText.Of(await answer.Content.ReadAsByteArrayAsync());
        var flat = new string([.. text.Where(c => !char.IsWhiteSpace(c))]);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Audit log of duka", text, StringComparison.Ordinal);
        Assert.Contains("Lock ordered", text, StringComparison.Ordinal);
        Assert.Contains("Grace ended on 4 March", text, StringComparison.Ordinal);
        Assert.Contains("Sound: the 1 sealed events below", text, StringComparison.Ordinal);
        Assert.Contains("How to verify", text, StringComparison.Ordinal);
        Assert.Contains(head.Split(':')[1][..24], flat, StringComparison.Ordinal);
        Assert.Contains("\"crv\":\"P-256\"", flat, StringComparison.Ordinal);
        Assert.Contains("eyJhbGciOiJFUzI1NiIs", flat, StringComparison.Ordinal);
        Assert.NotEqual(Guid.Empty, id);
    }

    [Theory]
    [InlineData("sw", "Kumbukumbu ya ukaguzi ya duka")]
    [InlineData("ar", "Jinsi", false)]
    public async Task The_pdf_speaks_the_readers_language(string culture, string said, bool there = true)
    {
        await using var web = await AuditWeb.Start();
        await web.Event("LockOrdered", "x");

        var text = await PdfText.Of(await (await web.Get("/audit/export.pdf" + March, culture: culture)).Content.ReadAsByteArrayAsync());

        Assert.Equal(there, text.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain("How to verify", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Agent, HttpStatusCode.Forbidden, "identity.not_allowed")]
    [InlineData(Role.Customer, HttpStatusCode.Forbidden, "identity.not_allowed")]
    [InlineData(Role.Visitor, HttpStatusCode.Unauthorized, "identity.sign_in_required")]
    public async Task Only_who_may_read_the_log_may_take_it_away(Role role, HttpStatusCode status, string code)
    {
        await using var web = await AuditWeb.Start();
        foreach (var file in (string[])["csv", "pdf"])
        {
            var answer = await web.Get($"/audit/export.{file}{March}", role);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(code, await Code(answer));
        }
    }

    [Theory]
    [InlineData("?from=2026-03-31&to=2026-03-01", "audit.period_invalid")]
    [InlineData("", "audit.period_invalid")]
    [InlineData("?from=01.03.2026&to=2026-03-31", "audit.period_invalid")]
    [InlineData("?from=2026-03-01&to=2026-03-31&q=colour:red", "audit.unknown_qualifier")]
    public async Task What_cannot_be_exported_is_a_problem_for_programs_and_a_page_for_people(string query, string code)
    {
        await using var web = await AuditWeb.Start();

        var program = await web.Get("/audit/export.pdf" + query);
        var person = await web.Get("/audit/export.pdf" + query, accept: "text/html,*/*");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (program.StatusCode, await Code(program)));
        Assert.Equal(HttpStatusCode.Redirect, person.StatusCode);
        Assert.Contains("trouble=" + code, person.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains(code, await (await web.Get(person.Headers.Location!.ToString())).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
