using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending.Events;

namespace Paylatch.Application.Lending;

/// <summary>
/// Reads the list of returned devices for export, page by page. That a list left the portal is in the log once, with the
/// first page.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ExportReturns(ILendingDb db, ILoanClassesDb classes, ILoanFactsDb portfolio, IEventLog log)
{
    private const int Most = 1_000;

    /// <summary>Reads the page after the query's cursor, or the first. The query's limit does not count.</summary>
    public Task<ListReturns.Page> Handle(ListReturns.Query query, CancellationToken ct)
    {
        if (query.After is null) log.Append(new ReturnsExported(query.Step?.ToString(), !string.IsNullOrWhiteSpace(query.Text)));
        return ReturnRows.Read(db, classes, portfolio, query, Most, ct);
    }
}
