using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments.Events;

namespace Paylatch.Application.Payments;

/// <summary>
/// Reads the list of payments for export, page by page, so that no transaction waits for a slow reader. That a list left
/// the portal is in the log once, with the first page.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ExportPayments(IPaymentsDb db, ILendingDb lending, TenantClock clock, IEventLog log)
{
    private const int Most = 1_000;

    /// <summary>Rows of the export.</summary>
    /// <param name="Rows">The payments, newest first.</param>
    /// <param name="Next">Where to go on; null at the end.</param>
    public sealed record Page(IReadOnlyList<ListPayments.Row> Rows, ListPayments.Cursor? Next);

    /// <summary>Reads the page after the query's cursor, or the first. The query's limit does not count.</summary>
    public async Task<Page> Handle(ListPayments.Query query, CancellationToken ct)
    {
        if (query.After is null) log.Append(new PaymentsExported(query.Method, query.From, query.To, !string.IsNullOrWhiteSpace(query.Text)));
        var (rows, next) = await db.Chosen(lending, clock, query).ReadRows(db, lending, query.After, Most, ct);
        return new Page(rows, next);
    }
}
