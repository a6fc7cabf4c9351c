using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Ledger;

/// <summary>The books for programs, <c>/api/v1/ledger</c>: to be read, not written.</summary>
internal static class LedgerApi
{
    /// <summary>Maps it.</summary>
    public static void MapLedgerApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/ledger").WithTags("Ledger").NeedsKey().DisableAntiforgery();
        api.MapGet("/trial-balance", TrialBalance).Produces<TrialBalanceAnswer>()
            .WithSummary("Every account's opening, debit, credit and closing.")
            .WithDescription("from and to are days such as 2026-03-31; to is today and from the same day when left out. Debits are positive, credits negative; each currency's closings sum to zero.");
        api.MapGet("/journal", Journal).Produces<JournalAnswer>()
            .WithSummary("What was written in the books, newest day first.")
            .WithDescription("account is a code, kind a word such as loan_booked, loan a contract number, q a part of memo or reason; open=true for pending ones only; after is what an answer gave as next.");
        api.MapGet("/accounts/{code}/statement", Statement).Produces<StatementAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("An account's entries, oldest first, with its balance after each.")
            .WithDescription("currency is the merchant's own when left out; the last month when no days are given; after is what an answer gave as next.");
    }

    /// <summary>The filter of the journal as an address has it; null when a part of it cannot be read.</summary>
    internal static ListJournal.Query? JournalQuery(JournalFilter f)
    {
        var (kind, first, last, place) = (LedgerAddress.Kind(f.Kind), LedgerAddress.Day(f.From), LedgerAddress.Day(f.To), LedgerAddress.ReadJournal(f.After));
        var unread = Unread(f.Kind, kind) || Unread(f.From, first) || Unread(f.To, last) || Unread(f.After, place);
        return unread ? null : new ListJournal.Query(f.Account, kind, f.Loan, first, last, f.Q, f.Open == "true", place, f.Limit ?? 50);
    }

    /// <summary>The statement an address asks for; null when a part of it cannot be read.</summary>
    internal static ShowStatement.Query? StatementQuery(string code, StatementFilter f)
    {
        var (first, last, place) = (LedgerAddress.Day(f.From), LedgerAddress.Day(f.To), LedgerAddress.ReadStatement(f.After));
        var unread = Unread(f.From, first) || Unread(f.To, last) || Unread(f.After, place);
        return unread ? null : new ShowStatement.Query(code, f.Currency, first, last, place, f.Limit ?? 50);
    }

    /// <summary>True when something was said that cannot be read. A part left empty, as a form sends it, says nothing.</summary>
    internal static bool Unread(string? said, object? read) => !string.IsNullOrEmpty(said) && read is null;

    /// <summary>What cannot be read is refused.</summary>
    internal static IResult FilterInvalid(HttpContext http) => Problems.Of(LedgerApiRefusals.FilterInvalid(), http);

    private static async Task<IResult> TrialBalance(HttpContext http, Operations operations, CancellationToken ct, string? from = null, string? to = null)
    {
        var (first, last) = (LedgerAddress.Day(from), LedgerAddress.Day(to));
        if (Unread(from, first) || Unread(to, last)) return FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ShowTrialBalance u) => u.Handle(first, last, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new TrialBalanceAnswer(
            page.From, page.To, page.ClosedThrough, [.. page.Parts.SelectMany(p => p.Rows).Select(TrialBalanceLine.Of)],
            [.. page.Parts.Select(p => new TrialBalanceTotal(p.Currency.Code, Plain(p.Debit), Plain(p.Credit), Plain(p.Closing)))])));
    }

    private static async Task<IResult> Journal(HttpContext http, Operations operations, [AsParameters] JournalFilter filter, CancellationToken ct)
    {
        if (JournalQuery(filter) is not { } query) return FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ListJournal u) => u.Handle(query with { Limit = Math.Clamp(query.Limit, 1, 200) }, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new JournalAnswer([.. page.Rows.Select(TransferAnswer.Of)], LedgerAddress.Write(page.Next))));
    }

    private static async Task<IResult> Statement(HttpContext http, Operations operations, string code, [AsParameters] StatementFilter filter, CancellationToken ct)
    {
        if (StatementQuery(code, filter) is not { } query) return FilterInvalid(http);
        var outcome = await operations.Run(CallerOf.Http(http), (ShowStatement u) => u.Handle(query with { Limit = Math.Clamp(query.Limit, 1, 200) }, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new StatementAnswer(
            page.Account, page.Name, Words.Of(page.Kind), page.Opening.Currency.Code, page.From, page.To, Plain(page.Opening), Plain(page.Closing),
            [.. page.Rows.Select(StatementLine.Of)], LedgerAddress.Write(page.Next))));
    }

    internal static string Plain(Money money) => PaymentsApi.Plain(money);
}

/// <summary>Every "no" of the books' addresses.</summary>
internal static class LedgerApiRefusals
{
    /// <summary>A part of the filter cannot be read.</summary>
    public static Refusal FilterInvalid() => new(
        "ledger.filter_invalid", "The filter cannot be read: days are written 2026-03-31, kind is a word such as loan_booked, after is what an answer gave as next.");
}

/// <summary>What of the journal is asked for.</summary>
/// <param name="Account">An account's code.</param>
/// <param name="Kind">What it records, such as <c>loan_booked</c>.</param>
/// <param name="Loan">A contract number.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Q">A part of memo or reason.</param>
/// <param name="Open"><c>true</c> for pending ones only.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Limit">At most so many, 200 at the most.</param>
internal sealed record JournalFilter(
    string? Account = null, string? Kind = null, string? Loan = null, string? From = null, string? To = null, string? Q = null, string? Open = null,
    string? After = null, int? Limit = null);

/// <summary>What of a statement is asked for.</summary>
/// <param name="Currency">The account's currency; the merchant's when left out.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Limit">At most so many, 200 at the most.</param>
internal sealed record StatementFilter(string? Currency = null, string? From = null, string? To = null, string? After = null, int? Limit = null);

/// <summary>A trial balance.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ClosedThrough">Through which day the books are closed; null for not at all.</param>
/// <param name="Accounts">The accounts, by currency and code.</param>
/// <param name="Totals">The sums of each currency.</param>
public sealed record TrialBalanceAnswer(
    DateOnly From, DateOnly To, DateOnly? ClosedThrough, IReadOnlyList<TrialBalanceLine> Accounts, IReadOnlyList<TrialBalanceTotal> Totals);

/// <summary>An account of it: debits positive, credits negative; <c>credit</c> itself is said as a positive amount.</summary>
public sealed record TrialBalanceLine(string Code, string Name, string Kind, string Currency, string Opening, string Debit, string Credit, string Closing)
{
    /// <summary>From a row.</summary>
    public static TrialBalanceLine Of(ShowTrialBalance.Row row) => new(
        row.Code, row.Name, Words.Of(row.Kind), row.Opening.Currency.Code, LedgerApi.Plain(row.Opening), LedgerApi.Plain(row.Debit), LedgerApi.Plain(row.Credit), LedgerApi.Plain(row.Closing));
}

/// <summary>One currency's sums: debit and credit are the same, closing is zero.</summary>
public sealed record TrialBalanceTotal(string Currency, string Debit, string Credit, string Closing);

/// <summary>A page of the journal.</summary>
/// <param name="Transfers">The transfers, newest day first.</param>
/// <param name="Next">Give it as <c>after</c> to go on; null at the end.</param>
public sealed record JournalAnswer(IReadOnlyList<TransferAnswer> Transfers, string? Next);

/// <summary>A transfer; <c>phase</c> is posted, pending, posting or voiding.</summary>
public sealed record TransferAnswer(
    Guid Id, string Kind, string Phase, DateTimeOffset WrittenAt, DateOnly BookedOn, DateOnly EffectiveOn, string Memo, string? Reason, Guid? Loan,
    string? Contract, DateTimeOffset? ExpiresAt, Guid? Pending, Guid? Reverses, IReadOnlyList<TransferLine> Lines)
{
    /// <summary>From a row of the journal.</summary>
    public static TransferAnswer Of(JournalRow row) => new(
        row.Id.Value, Words.Of(row.Kind), Words.Of(row.Phase), row.At, row.BookedOn, row.EffectiveOn, row.Memo, row.Reason, row.Loan?.Value, row.LoanNumber,
        row.ExpiresAt, row.Pending?.Value, row.Reverses?.Value,
        [.. row.Lines.Select(l => new TransferLine(l.Code, l.Name, LedgerApi.Plain(l.Amount), l.Amount.Currency.Code))]);
}

/// <summary>A line of it: debits positive, credits negative.</summary>
public sealed record TransferLine(string Account, string Name, string Amount, string Currency);

/// <summary>A page of an account's statement.</summary>
public sealed record StatementAnswer(
    string Code, string Name, string Kind, string Currency, DateOnly From, DateOnly To, string Opening, string Closing,
    IReadOnlyList<StatementLine> Entries, string? Next);

/// <summary>An entry with the balance after it: debits positive, credits negative.</summary>
public sealed record StatementLine(
    Guid Transfer, DateOnly BookedOn, DateOnly EffectiveOn, string Kind, string? Reason, Guid? Loan, string? Contract, string Amount, string Balance)
{
    /// <summary>From a row.</summary>
    public static StatementLine Of(ShowStatement.Row row) => new(
        row.Transfer.Value, row.BookedOn, row.EffectiveOn, Words.Of(row.Kind), row.Reason, row.Loan?.Value, row.LoanNumber,
        LedgerApi.Plain(row.Amount), LedgerApi.Plain(row.Balance));
}
