using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Loans for programs, <c>/api/v1/loans</c>: what the live hub names, read again.</summary>
internal static class LoansApi
{
    /// <summary>Maps it.</summary>
    public static void MapLoansApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/loans").WithTags("Loans").NeedsKey();
        api.MapGet("", List).Produces<LoanListAnswer>()
            .WithSummary("Loans, newest first; late ones the latest first.")
            .WithDescription(
                "standing is current, overdue, grace_ended, paid_off, locks_tonight, late, running or charged_off; q is part of a contract "
                + "number, a name, a phone number, an IMEI or a serial number; bucket is the label of a class by days past due, such as 1-30; after is what an answer gave as next; limit is 200 at the most.");
        api.MapLoanPreview();
        api.MapLoanMoney();
        api.MapLoanLife();
        api.MapLoanDisbursements();
        api.MapGet("/{id:guid}", Show).Produces<LoanDetailAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One loan with its schedule, its payments and what is handed out later.");
    }

    private static async Task<IResult> List(
        HttpContext http, Operations operations, CancellationToken ct, string? standing = null, string? q = null, string? after = null, int limit = 50,
        string? bucket = null)
    {
        var (filter, cursor) = (FilterOf(standing), LoanCursor.Read(after));
        if (filter is not { } wanted || (!string.IsNullOrEmpty(after) && cursor is null)) return Problems.Of(FilterInvalid(), http);
        var query = new ListLoans.Query(wanted, q is { Length: > 100 } ? q[..100] : q, cursor, limit, bucket);
        var outcome = await operations.Run(CallerOf.Http(http), (ListLoans u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new LoanListAnswer(
            [.. page.Rows.Select(row => LoanAnswer.Of(row, page.Buckets))], LoanCursor.Write(page.Next), page.Count, PaymentsApi.Plain(page.Balance), page.Balance.Currency.Code)));
    }

    private static async Task<IResult> Show(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ShowLoan u) => u.Handle(new LoanId(id), ct), ct);
        return outcome.ToHttp(http, loan => Results.Json(LoanDetailAnswer.Of(loan)));
    }

    // Null for a word that is none: a program should hear of its slip instead of getting all loans.
    private static LoanFilter? FilterOf(string? word)
    {
        if (string.IsNullOrEmpty(word)) return LoanFilter.All;
        foreach (var filter in Enum.GetValues<LoanFilter>())
        {
            if (filter != LoanFilter.All && Words.Of(filter) == word) return filter;
        }

        return null;
    }

    private static Refusal FilterInvalid() =>
        new("lending.filter_invalid", "The filter cannot be read: standing is current, overdue, grace_ended, paid_off, locks_tonight, late, running or charged_off; after is what an answer gave as next.");
}

/// <summary>Where a page of loans ended, as one opaque word in an address.</summary>
internal static class LoanCursor
{
    /// <summary>The word; null on the last page.</summary>
    public static string? Write(ListLoans.Cursor? cursor) => cursor is null
        ? null
        : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{cursor.At.UtcTicks}~{cursor.DueOn:yyyy-MM-dd}~{cursor.Number}")));

    /// <summary>The cursor of a word; null when it is none.</summary>
    public static ListLoans.Cursor? Read(string? word)
    {
        if (word is not { Length: > 0 and < 200 } || !Base64Url.IsValid(word)) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('~') is [var ticks, var day, { Length: > 0 } number]
            && !number.Contains('\0', StringComparison.Ordinal)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
            && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var due)
            ? new ListLoans.Cursor(new DateTimeOffset(at, TimeSpan.Zero), due, number)
            : null;
    }
}

/// <summary>A page of loans.</summary>
/// <param name="Loans">The loans.</param>
/// <param name="Next">Give it as <c>after</c> to go on; null at the end.</param>
/// <param name="Count">How many the filter chooses.</param>
/// <param name="Balance">What they owe together.</param>
/// <param name="Currency">The sum's currency.</param>
public sealed record LoanListAnswer(IReadOnlyList<LoanAnswer> Loans, string? Next, int Count, string Balance, string Currency);

/// <summary>A loan for programs; the phone number is masked.</summary>
public sealed record LoanAnswer(
    Guid Id, string Contract, string State, string Standing, string Customer, string Phone, Guid? Device, string Total, string Paid, string Balance,
    string Currency, DateOnly? NextDueOn, DateOnly? LocksOn, int DaysPastDue, DateTimeOffset BookedAt, string Class, string? Bucket)
{
    /// <summary>From a row of the list.</summary>
    public static LoanAnswer Of(ListLoans.Row row, LoanBuckets buckets) => new(
        row.Id.Value, row.Number, Words.Of(row.State), Words.Of(row.Standing), row.Customer, row.Phone, row.Device?.Id.Value,
        PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Paid), PaymentsApi.Plain(row.Balance), row.Total.Currency.Code,
        row.NextDueOn, row.State == LoanState.Active ? row.LockOn : null, row.DaysPastDue, row.BookedAt, Words.Of(row.Class),
        row.State == LoanState.Active ? buckets.Of(row.DaysPastDue, row.Class).Label : null);
}

/// <summary>A loan with its schedule and its payments. All amounts are in its one currency.</summary>
public sealed record LoanDetailAnswer(
    Guid Id, string Contract, string State, string Standing, Guid CustomerId, string Customer, string Phone, Guid Device, string Currency,
    string Price, string Deposit, string Principal, string Total, string Paid, string Balance, string Arrears, DateOnly? NextDueOn, string NextDueAmount,
    DateOnly? LocksOn, int DaysPastDue, int GraceDays, DateOnly DisbursedOn, string Accrued, string Credit, decimal? AprPercent,
    IReadOnlyList<InstallmentAnswer> Installments, IReadOnlyList<LoanPaymentAnswer> Payments, IReadOnlyList<FurtherDisbursementAnswer> FurtherDisbursements)
{
    /// <summary>From the loan as its page shows it.</summary>
    public static LoanDetailAnswer Of(LoanPage loan) => new(
        loan.Id.Value, loan.Number, Words.Of(loan.State), Words.Of(loan.Standing), loan.Customer.Id.Value, loan.Customer.Name, loan.Customer.Phone,
        loan.DeviceId.Value, loan.Total.Currency.Code, PaymentsApi.Plain(loan.Price), PaymentsApi.Plain(loan.Deposit), PaymentsApi.Plain(loan.Principal),
        PaymentsApi.Plain(loan.Total), PaymentsApi.Plain(loan.Paid), PaymentsApi.Plain(loan.Balance), PaymentsApi.Plain(loan.Arrears), loan.NextDueOn,
        PaymentsApi.Plain(loan.NextDueAmount), loan.LockOn, loan.DaysPastDue, loan.GraceDays, loan.DisbursedOn, PaymentsApi.Plain(loan.Accrued), PaymentsApi.Plain(loan.Credit), loan.Yearly?.RegulationZ,
        [.. loan.Rows.Select(InstallmentAnswer.Of)], [.. loan.Payments.Select(LoanPaymentAnswer.Of)],
        [.. loan.Further.Select(FurtherDisbursementAnswer.Of)]);
}

/// <summary>One installment, what it asks for and what was paid on it; total is without what was forgiven.</summary>
public sealed record InstallmentAnswer(
    int Number, DateOnly DueOn, string Principal, string Interest, string Fees, string Tax, string Penalty, string Forgiven, string Total, string Paid,
    string Owed, string State, int DaysPastDue)
{
    /// <summary>From a row of the schedule.</summary>
    public static InstallmentAnswer Of(LoanRow row) => new(
        row.Number, row.DueOn, PaymentsApi.Plain(row.Principal), PaymentsApi.Plain(row.Interest), PaymentsApi.Plain(row.Fees), PaymentsApi.Plain(row.Tax),
        PaymentsApi.Plain(row.Penalty), PaymentsApi.Plain(row.Waived), PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Paid), PaymentsApi.Plain(row.Owed),
        Words.Of(row.State), row.DaysPastDue);
}

/// <summary>A payment of a loan; <c>/api/v1/payments/{id}</c> says what it went to.</summary>
public sealed record LoanPaymentAnswer(Guid Id, string Receipt, string Method, DateTimeOffset ReceivedAt, string Amount, DateOnly? PaidOn, DateTimeOffset? ReversedAt)
{
    /// <summary>From the loan's payment.</summary>
    public static LoanPaymentAnswer Of(LoanPayment payment) =>
        new(payment.Id.Value, payment.Receipt, payment.Method, payment.At, PaymentsApi.Plain(payment.Amount), payment.PaidOn, payment.Reversed?.At);
}
