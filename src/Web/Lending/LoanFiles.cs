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

    /// <summary>Maps <c>GET /loans/export.csv</c> with the list's own filter.</summary>
    public static void MapLoanFiles(this IEndpointRouteBuilder app) => app.MapGet("/loans/export.csv", Export).ExcludeFromDescription();

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
