using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Devices that came back, the latest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListReturns(ILendingDb db, ILoanClassesDb classes, ILoanFactsDb portfolio)
{
    /// <summary>Which.</summary>
    /// <param name="Step">How far they have come; null for all.</param>
    /// <param name="After">Where the page before ended; null for the first.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    public sealed record Query(ReturnStep? Step = null, Cursor? After = null, int Limit = 50);

    /// <summary>Where a page ended.</summary>
    /// <param name="On">The day its last device came back.</param>
    /// <param name="Number">Its contract number.</param>
    public sealed record Cursor(DateOnly On, string Number);

    /// <summary>A device that came back.</summary>
    /// <param name="Loan">The loan it secured.</param>
    /// <param name="Number">The contract number.</param>
    /// <param name="Customer">Whose it was.</param>
    /// <param name="Model">The device's model; null when it is not there.</param>
    /// <param name="Condition">What it looks like.</param>
    /// <param name="Step">How far it has come.</param>
    /// <param name="ToStock">True when it is to be sold again.</param>
    /// <param name="ReceivedOn">The day it came back.</param>
    /// <param name="Value">What it was valued at.</param>
    /// <param name="Price">What it was sold for.</param>
    /// <param name="Surplus">What became the customer's credit.</param>
    /// <param name="Owed">What is still owed on the loan.</param>
    public sealed record Row(
        LoanId Loan, string Number, string Customer, string? Model, string Condition, ReturnStep Step, bool ToStock, DateOnly ReceivedOn,
        Money? Value, Money? Price, Money? Surplus, Money Owed);

    /// <summary>A page of them.</summary>
    /// <param name="Rows">The devices.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, Cursor? Next);

    /// <summary>The page.</summary>
    public async Task<Page> Handle(Query q, CancellationToken ct)
    {
        var limit = Math.Clamp(q.Limit, 1, 200);
        var chosen = classes.Returns.AsNoTracking();
        if (q.Step is { } step) chosen = chosen.Where(back => back.Step == step);
        var joined =
            from back in chosen
            join loan in db.Loans on back.LoanId equals loan.Id
            join customer in db.Customers on loan.CustomerId equals customer.Id
            select new
            {
                Back = back,
                loan.Number,
                customer.Name,
                Owed = loan.TotalMinor - loan.PaidMinor,
                Model = portfolio.Devices.Where(d => d.Id == back.DeviceId).Select(d => d.Model).FirstOrDefault(),
            };
        if (q.After is { } after)
#pragma warning disable CA1309 // This becomes SQL: comparison in the database's one locale.
            joined = joined.Where(one => one.Back.ReceivedOn < after.On || (one.Back.ReceivedOn == after.On && string.Compare(one.Number, after.Number) < 0));
#pragma warning restore CA1309
        var found = await joined.OrderByDescending(one => one.Back.ReceivedOn).ThenByDescending(one => one.Number).Take(limit + 1).ToListAsync(ct);
        var rows = found.Take(limit).Select(f => Of(f.Back, f.Number, f.Name, f.Model, f.Owed)).ToList();
        return new Page(rows, found.Count > limit ? new Cursor(rows[^1].ReceivedOn, rows[^1].Number) : null);
    }

    private static Row Of(DeviceReturn back, string number, string customer, string? model, long owed)
    {
        Money? Some(long? minor) => minor is { } some ? new Money(some, back.Currency) : null;
        return new Row(
            back.LoanId, number, customer, model, back.Condition, back.Step, back.ToStock, back.ReceivedOn,
            Some(back.ValueMinor), Some(back.PriceMinor), Some(back.SurplusMinor), new Money(owed, back.Currency));
    }
}
