using Paylatch.Application.Lending;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>The list of loans as a file.</summary>
internal static class LoanFiles
{
    private static readonly string[] Columns =
    [
        "contract", "state", "standing", "customer", "phone", "device", "imei", "total", "paid", "balance", "currency", "next_due", "locks_on",
        "days_past_due", "booked_at",
    ];

    private static readonly string[] ScheduleColumns =
    [
        "contract", "number", "due", "principal", "interest", "fees", "tax", "penalty", "forgiven", "total", "paid", "owed", "currency", "state", "days_past_due",
    ];

    /// <summary>Maps <c>GET /loans/export.csv</c> with the list's own filter, and <c>GET /loans/{id}/schedule.csv</c>.</summary>
    public static void MapLoanFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/loans/export.csv", Export).ExcludeFromDescription();
        app.MapGet("/loans/{id:guid}/schedule.csv", Schedule).ExcludeFromDescription();
    }

    private static Task<IResult> Schedule(HttpContext http, Operations operations, Guid id, CancellationToken ct)
    {
        var caller = CallerOf.Http(http);
        return CsvPages.Answer<LoanPage>(
            http, "schedule.csv", ScheduleColumns, _ => operations.Run(caller, (ShowLoan u) => u.Handle(new Domain.Shared.LoanId(id), ct), ct),
            loan => loan.Rows.Select(row => Cells(loan, row)), _ => false);
    }

    private static object?[] Cells(LoanPage loan, LoanRow row) =>
    [
        loan.Number, row.Number, row.DueOn, PaymentsApi.Plain(row.Principal), PaymentsApi.Plain(row.Interest), PaymentsApi.Plain(row.Fees),
        PaymentsApi.Plain(row.Tax), PaymentsApi.Plain(row.Penalty), PaymentsApi.Plain(row.Waived), PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Paid),
        PaymentsApi.Plain(row.Owed), row.Total.Currency.Code, Words.Of(row.State), row.DaysPastDue,
    ];

    private static Task<IResult> Export(HttpContext http, Operations operations, CancellationToken ct, string? standing = null, string? q = null, string? bucket = null)
    {
        var (caller, query) = (CallerOf.Http(http), new ListLoans.Query(LoanWords.FilterOf(standing), q, Bucket: bucket));
        return CsvPages.Answer<ExportLoans.Page>(
            http, "loans.csv", Columns,
            before => operations.Run(caller, (ExportLoans u) => u.Handle(query with { After = before?.Next }, ct), ct),
            page => page.Rows.Select(Cells), page => page.Next is not null);
    }

    private static object?[] Cells(ListLoans.Row row) =>
    [
        row.Number, Words.Of(row.State), Words.Of(row.Standing), row.Customer, row.Phone, row.Device?.Model, row.Device?.Imei,
        PaymentsApi.Plain(row.Total), PaymentsApi.Plain(row.Paid), PaymentsApi.Plain(row.Balance), row.Total.Currency.Code,
        row.NextDueOn, row.State == Domain.Lending.LoanState.Active ? row.LockOn : null, row.DaysPastDue, row.BookedAt,
    ];
}
