using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>By what devices that came back are sorted.</summary>
public enum ReturnSort
{
    /// <summary>The day they came back.</summary>
    Received,

    /// <summary>What they were valued at.</summary>
    Value,

    /// <summary>What they were sold for.</summary>
    Price,

    /// <summary>What is still owed on the loan.</summary>
    Owed,
}

/// <summary>Devices that came back, the latest first or sorted otherwise.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListReturns(ILendingDb db, ILoanClassesDb classes, ILoanFactsDb portfolio)
{
    /// <summary>Which.</summary>
    /// <param name="Step">How far they have come; null for all.</param>
    /// <param name="After">Where the page before ended; null for the first.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    /// <param name="Text">Only those whose contract, customer or device it names; null or empty for all.</param>
    /// <param name="Sort">By what they are sorted; those without it come where the smallest are.</param>
    /// <param name="SmallestFirst">True for the smallest or oldest first.</param>
    public sealed record Query(
        ReturnStep? Step = null, Cursor? After = null, int Limit = 50, string? Text = null, ReturnSort Sort = ReturnSort.Received, bool SmallestFirst = false);

    /// <summary>Where a page ended.</summary>
    /// <param name="Key">What its last device was sorted by: a day's number or minor units.</param>
    /// <param name="Number">Its contract number.</param>
    public sealed record Cursor(long Key, string Number);

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
    public Task<Page> Handle(Query q, CancellationToken ct) => ReturnRows.Read(db, classes, portfolio, q, Math.Clamp(q.Limit, 1, 200), ct);
}
