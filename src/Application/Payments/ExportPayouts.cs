using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments.Events;

namespace Paylatch.Application.Payments;

/// <summary>
/// Reads the list of pay-outs for export, page by page, so that no transaction waits for a slow reader. That a list left
/// the portal is in the log once, with the first page.
/// </summary>
[Allow(Permission.ViewBooks)]
public sealed class ExportPayouts(IPaymentsDb db, IEventLog log)
{
    private const int Most = 1_000;

    /// <summary>Rows of the export.</summary>
    /// <param name="Rows">The pay-outs in the query's order.</param>
    /// <param name="Next">Where to go on; null at the end.</param>
    public sealed record Page(IReadOnlyList<ListPayouts.Row> Rows, ListPayouts.Cursor? Next);

    /// <summary>Reads the page after the query's cursor, or the first. The query's limit does not count.</summary>
    public async Task<Page> Handle(ListPayouts.Query query, CancellationToken ct)
    {
        if (query.After is null) log.Append(new PayoutsExported(query.From, query.To));
        var (rows, next) = await db.ReadPayouts(query, Most, ct);
        return new Page(rows, next);
    }
}
