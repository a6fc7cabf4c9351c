using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Audit;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Audit;
using Paylatch.Infrastructure.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Audit;

/// <summary>The log as files: a period as CSV, and as PDF with the chain's proof.</summary>
public static class AuditEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Maps <c>GET /audit/export.csv</c> and <c>GET /audit/export.pdf</c>, both with <c>from</c>, <c>to</c>, <c>q</c> and, for the platform, <c>tenant</c>.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder app)
    {
        app.MapGet("/audit/export.csv", Csv).WithRequestTimeout(Longest).ExcludeFromDescription();
        app.MapGet("/audit/export.pdf", Pdf).WithRequestTimeout(Longest).ExcludeFromDescription();
        return app;
    }

    private static async Task Csv(HttpContext http, Door door, string? from, string? to, string? q, string? tenant)
    {
        var ct = http.RequestAborted;
        var period = Period(from, to, q);
        var chosen = await ChosenLog.Open(door, tenant);
        var first = chosen.Done ? await chosen.Value.Run((ExportLog u) => u.Handle(new(period), ct), ct) : chosen.Refusal!;
        if (first.Refusal is { } refusal)
        {
            await Refuse(http, refusal, period, tenant).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename={FileName(http, period, tenant)}.csv";
        await using var csv = new LogCsv(http.Response.Body);
        await csv.Begin(ct);
        var part = first;
        while (true)
        {
            await csv.Add(part.Value.Lines, ct);
            if (part.Value.Next is not { } next) return;
            part = await chosen.Value.Run((ExportLog u) => u.Handle(new(period, next), ct), ct);
            if (part.Done) continue;
            // Half a file must not look like a whole one.
            http.Abort();
            return;
        }
    }

    private static async Task<IResult> Pdf(
        HttpContext http, Door door, PdfPrinter printer, IStringLocalizer<AuditTexts> texts, string? from, string? to, string? q, string? tenant)
    {
        var ct = http.RequestAborted;
        var period = Period(from, to, q);
        var chosen = await ChosenLog.Open(door, tenant);
        var outcome = chosen.Done ? await chosen.Value.Run((ProveLog u) => u.Handle(period, ct), ct) : chosen.Refusal!;
        if (outcome.Refusal is { } refusal) return Refuse(http, refusal, period, tenant);
        var html = await Documents.Render<ProofDocument>(
            http.RequestServices, new Dictionary<string, object?> { [nameof(ProofDocument.Proof)] = outcome.Value });
        try
        {
            var pdf = await printer.Print(html, new PdfPaper(texts["ProofTitle", outcome.Value.Tenant.Name], Landscape: true), ct);
            return Results.File(pdf, "application/pdf", FileName(http, period, tenant) + ".pdf");
        }
        catch (Refusal unavailable)
        {
            return Refuse(http, unavailable, period, tenant);
        }
    }

    private static LogPeriod Period(string? from, string? to, string? q) => new(Day(from), Day(to), q);

    // A day that cannot be read is refused with the period: day 1 is before every period there can be.
    private static DateOnly Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : DateOnly.MinValue;

    private static string FileName(HttpContext http, LogPeriod period, string? tenant) => string.Create(
        CultureInfo.InvariantCulture,
        $"audit-{(string.IsNullOrEmpty(tenant) ? http.Tenant().IsPlatform ? "platform" : http.Tenant().Slug : tenant)}-{period.From:yyyy-MM-dd}-{period.To:yyyy-MM-dd}");

    // A person is led back to the page, which says it in words; a program gets the problem.
    private static IResult Refuse(HttpContext http, Refusal refusal, LogPeriod period, string? tenant)
    {
        var person = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (!person || refusal.Kind is RefusalKind.Unauthenticated or RefusalKind.Forbidden) return Problems.Of(refusal, http);
        var query = new QueryBuilder { { "trouble", refusal.Code } };
        if (!string.IsNullOrEmpty(tenant)) query.Add("tenant", tenant);
        if (!string.IsNullOrWhiteSpace(period.Line)) query.Add("q", period.Line);
        return Results.Redirect(AuditAddress.Path + query);
    }
}
