using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Events;

namespace Paylatch.Application.Lending;

/// <summary>
/// Reads the list of loans for export, page by page, so that no transaction waits for a slow reader. That a list left the
/// portal is in the log once, with the first page.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ExportLoans(ILendingDb db, ILoanFactsDb portfolio, ILoanClassesDb classes, TenantClock clock, IEventLog log)
{
    private const int Most = 1_000;

    /// <summary>Rows of the export.</summary>
    /// <param name="Rows">The loans, in the list's order.</param>
    /// <param name="Next">Where to go on; null at the end.</param>
    public sealed record Page(IReadOnlyList<ListLoans.Row> Rows, ListLoans.Cursor? Next);

    /// <summary>Reads the page after the query's cursor, or the first. The query's limit does not count.</summary>
    public async Task<Page> Handle(ListLoans.Query query, CancellationToken ct)
    {
        if (query.After is null) log.Append(new LoansExported(query.Filter.ToString(), !string.IsNullOrWhiteSpace(query.Text)));
        var today = clock.Today;
        var chosen = await db.Chosen(portfolio, today, query.Filter, query.Text).In(classes, query.Bucket, today, ct);
        var (rows, next) = await chosen.ReadRows(db, portfolio, today, query.Filter, query.After, Most, ct);
        return new Page(rows, next);
    }
}
