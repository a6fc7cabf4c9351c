using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How the list of returned devices and its export choose and read the same rows.</summary>
internal static class ReturnRows
{
    /// <summary>Reads a page of so many.</summary>
    public static async Task<ListReturns.Page> Read(
        ILendingDb db, ILoanClassesDb classes, ILoanFactsDb portfolio, ListReturns.Query q, int limit, CancellationToken ct)
    {
        var chosen = classes.Returns.AsNoTracking();
        if (q.Step is { } step) chosen = chosen.Where(back => back.Step == step);
        var joined =
            from back in chosen
            join loan in db.Loans.AsNoTracking().Matching(db, portfolio, q.Text) on back.LoanId equals loan.Id
            join customer in db.Customers on loan.CustomerId equals customer.Id
            select new Found
            {
                Back = back,
                Number = loan.Number,
                Name = customer.Name,
                Owed = loan.TotalMinor - loan.PaidMinor,
                Model = portfolio.Devices.Where(d => d.Id == back.DeviceId).Select(d => d.Model).FirstOrDefault(),
                Key = q.Sort == ReturnSort.Value ? back.ValueMinor ?? -1
                    : q.Sort == ReturnSort.Price ? back.PriceMinor ?? -1
                    : q.Sort == ReturnSort.Owed ? loan.TotalMinor - loan.PaidMinor
                    : back.ReceivedOn.DayNumber,
            };
        var found = await (q.SmallestFirst ? Up(joined, q.After) : Down(joined, q.After)).Take(limit + 1).ToListAsync(ct);
        var next = found.Count > limit ? new ListReturns.Cursor(found[limit - 1].Key, found[limit - 1].Number) : null;
        return new ListReturns.Page([.. found.Take(limit).Select(Of)], next);
    }

#pragma warning disable CA1309 // These become SQL: comparison in the database's one locale.
    private static IQueryable<Found> Down(IQueryable<Found> all, ListReturns.Cursor? after) =>
        (after is null ? all : all.Where(one => one.Key < after.Key || (one.Key == after.Key && string.Compare(one.Number, after.Number) < 0)))
        .OrderByDescending(one => one.Key).ThenByDescending(one => one.Number);

    private static IQueryable<Found> Up(IQueryable<Found> all, ListReturns.Cursor? after) =>
        (after is null ? all : all.Where(one => one.Key > after.Key || (one.Key == after.Key && string.Compare(one.Number, after.Number) > 0)))
        .OrderBy(one => one.Key).ThenBy(one => one.Number);
#pragma warning restore CA1309

    private static ListReturns.Row Of(Found found)
    {
        var back = found.Back;
        Money? Some(long? minor) => minor is { } some ? new Money(some, back.Currency) : null;
        return new ListReturns.Row(
            back.LoanId, found.Number, found.Name, found.Model, back.Condition, back.Step, back.ToStock, back.ReceivedOn,
            Some(back.ValueMinor), Some(back.PriceMinor), Some(back.SurplusMinor), new Money(found.Owed, back.Currency));
    }

    private sealed class Found
    {
        public required DeviceReturn Back { get; init; }

        public required string Number { get; init; }

        public required string Name { get; init; }

        public required string? Model { get; init; }

        public required long Owed { get; init; }

        public required long Key { get; init; }
    }
}
