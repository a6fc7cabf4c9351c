using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Ledger;

/// <summary>Trial balance, journal and statement as CSV, all of it, and as PDF, the first thousand lines.</summary>
internal static class LedgerFiles
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] BalanceColumns = ["code", "account", "kind", "currency", "opening", "debit", "credit", "closing"];

    private static readonly string[] AccountColumns = ["code", "account", "kind", "guard", "balance", "currency", "closed_at"];

    private static readonly string[] JournalColumns =
        ["transfer", "line", "booked_on", "effective_on", "written_at", "kind", "phase", "contract", "account", "amount", "currency", "reason", "written_by"];

    private static readonly string[] StatementColumns = ["booked_on", "effective_on", "kind", "contract", "amount", "balance", "currency", "reason", "transfer"];

    /// <summary>Maps them.</summary>
    public static void MapLedgerFiles(this IEndpointRouteBuilder app)
    {
        var files = app.MapGroup("/books");
        files.WithRequestTimeout(Longest).ExcludeFromDescription();
        files.MapGet("/export.csv", BalanceCsv);
        files.MapGet("/export.pdf", BalancePdf);
        files.MapGet("/accounts.csv", AccountsCsv);
        files.MapGet("/journal/export.csv", JournalCsv);
        files.MapGet("/journal/export.pdf", JournalPdf);
        files.MapGet("/accounts/{code}/export.csv", StatementCsv);
        files.MapGet("/accounts/{code}/export.pdf", StatementPdf);
    }

    /// <summary>The accounts whose code or name says so, sorted, the same on the page and in the file.</summary>
    public static IReadOnlyList<ListAccounts.Row> Chosen(this IReadOnlyList<ListAccounts.Row> rows, string? q, string? sort, IStringLocalizer<LedgerTexts> texts)
    {
        var text = q?.Trim() ?? "";
        IReadOnlyList<ListAccounts.Row> chosen = [.. rows.Where(row => row.Code.StartsWith(text, StringComparison.OrdinalIgnoreCase) || Name(row).Contains(text, StringComparison.CurrentCultureIgnoreCase))];
        return chosen.By(sort, key => key switch
        {
            "code" => row => row.Code,
            "account" => Name,
            "kind" => row => row.Kind,
            "guard" => row => row.Guard,
            "balance" => row => row.Balance.Amount,
            _ => null,
        });

        string Name(ListAccounts.Row row) => texts.Account(row.Code, row.Name);
    }

    private static Task<IResult> AccountsCsv(
        HttpContext http, Operations operations, IStringLocalizer<LedgerTexts> texts, CancellationToken ct, string? q = null, string? sort = null) =>
        CsvPages.Answer<ListAccounts.Page>(
            http, "accounts.csv", AccountColumns, _ => operations.Run(CallerOf.Http(http), (ListAccounts u) => u.Handle(ct), ct),
            page => page.Rows.Chosen(q, sort, texts).Select(row => (object?[])
            [
                row.Code, texts.Account(row.Code, row.Name), Words.Of(row.Kind), Words.Of(row.Guard), LedgerApi.Plain(row.Balance), row.Balance.Currency.Code, row.ClosedAt,
            ]),
            _ => false);

    private static Task<IResult> BalanceCsv(HttpContext http, Operations operations, CancellationToken ct, string? from = null, string? to = null) =>
        CsvPages.Answer<ShowTrialBalance.Page>(
            http, "trial-balance.csv", BalanceColumns, _ => Balance(http, operations, from, to, ct),
            page => page.Parts.SelectMany(p => p.Rows).Select(row => new object?[]
            {
                row.Code, row.Name, Words.Of(row.Kind), row.Opening.Currency.Code, LedgerApi.Plain(row.Opening), LedgerApi.Plain(row.Debit),
                LedgerApi.Plain(row.Credit), LedgerApi.Plain(row.Closing),
            }),
            _ => false);

    private static async Task<IResult> BalancePdf(HttpContext http, Operations operations, CancellationToken ct, string? from = null, string? to = null)
    {
        var outcome = await Balance(http, operations, from, to, ct);
        return outcome.Refusal is { } no ? Problems.Of(no, http)
            : await Print<BalanceDocument>(http, nameof(BalanceDocument.Page), outcome.Value, "TrialBalance", "trial-balance.pdf", landscape: false);
    }

    private static async Task<Outcome<ShowTrialBalance.Page>> Balance(HttpContext http, Operations operations, string? from, string? to, CancellationToken ct)
    {
        var (first, last) = (LedgerAddress.Day(from), LedgerAddress.Day(to));
        if (LedgerApi.Unread(from, first) || LedgerApi.Unread(to, last)) return LedgerApiRefusals.FilterInvalid();
        return await operations.Run(CallerOf.Http(http), (ShowTrialBalance u) => u.Handle(first, last, ct), ct);
    }

    private static async Task<IResult> JournalCsv(HttpContext http, Operations operations, [AsParameters] JournalFilter filter, CancellationToken ct)
    {
        if (LedgerApi.JournalQuery(filter) is not { } query) return LedgerApi.FilterInvalid(http);
        var caller = CallerOf.Http(http);
        return await CsvPages.Answer<ListJournal.Page>(
            http, "journal.csv", JournalColumns,
            before => operations.Run(caller, (ListJournal u) => u.Handle(query with { After = before?.Next, Limit = ListJournal.Most }, ct), ct),
            page => page.Rows.SelectMany(Lines), page => page.Next is not null);
    }

    private static IEnumerable<object?[]> Lines(JournalRow row) => row.Lines.Select((line, n) => new object?[]
    {
        row.Id, n + 1, row.BookedOn, row.EffectiveOn, row.At, Words.Of(row.Kind), Words.Of(row.Phase), row.LoanNumber, line.Code, LedgerApi.Plain(line.Amount),
        line.Amount.Currency.Code, row.Reason, row.Writer,
    });

    private static async Task<IResult> JournalPdf(HttpContext http, Operations operations, [AsParameters] JournalFilter filter, CancellationToken ct)
    {
        if (LedgerApi.JournalQuery(filter) is not { } query) return LedgerApi.FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ListJournal u) => u.Handle(query with { Limit = ListJournal.Most }, ct), ct);
        return outcome.Refusal is { } no ? Problems.Of(no, http)
            : await Print<JournalDocument>(http, nameof(JournalDocument.Page), outcome.Value, "Journal", "journal.pdf", landscape: true);
    }

    private static async Task<IResult> StatementCsv(HttpContext http, Operations operations, string code, [AsParameters] StatementFilter filter, CancellationToken ct)
    {
        if (LedgerApi.StatementQuery(code, filter) is not { } query) return LedgerApi.FilterInvalid(http);
        var caller = CallerOf.Http(http);
        return await CsvPages.Answer<ShowStatement.Page>(
            http, "statement.csv", StatementColumns,
            before => operations.Run(caller, (ShowStatement u) => u.Handle(query with { After = before?.Next, Limit = ShowStatement.Most }, ct), ct),
            page => page.Rows.Select(row => new object?[]
            {
                row.BookedOn, row.EffectiveOn, Words.Of(row.Kind), row.LoanNumber, LedgerApi.Plain(row.Amount), LedgerApi.Plain(row.Balance),
                row.Amount.Currency.Code, row.Reason, row.Transfer,
            }),
            page => page.Next is not null);
    }

    private static async Task<IResult> StatementPdf(HttpContext http, Operations operations, string code, [AsParameters] StatementFilter filter, CancellationToken ct)
    {
        if (LedgerApi.StatementQuery(code, filter) is not { } query) return LedgerApi.FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ShowStatement u) => u.Handle(query with { Limit = ShowStatement.Most }, ct), ct);
        return outcome.Refusal is { } no ? Problems.Of(no, http)
            : await Print<StatementDocument>(http, nameof(StatementDocument.Page), outcome.Value, "Statement", "statement.pdf", landscape: false);
    }

    private static async Task<IResult> Print<TDocument>(HttpContext http, string parameter, object page, string title, string name, bool landscape)
        where TDocument : IComponent
    {
        var services = http.RequestServices;
        var html = await Documents.Render<TDocument>(services, new Dictionary<string, object?> { [parameter] = page });
        try
        {
            var words = services.GetRequiredService<IStringLocalizer<LedgerTexts>>();
            var pdf = await services.GetRequiredService<PdfPrinter>().Print(html, new PdfPaper(words[title], Landscape: landscape), http.RequestAborted);
            http.Response.Headers.CacheControl = "private, no-store";
            return Results.File(pdf, "application/pdf", name);
        }
        catch (Refusal unavailable)
        {
            return Problems.Of(unavailable, http);
        }
    }
}
