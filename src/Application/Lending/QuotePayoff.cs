using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What paying off takes, in its parts, as pages and programs show it.</summary>
/// <param name="Id">The quote.</param>
/// <param name="Number">Its number.</param>
/// <param name="On">The day it is for.</param>
/// <param name="ExpiresAt">Until when it holds.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Amount">What is to be paid.</param>
/// <param name="Paid">True when it was paid.</param>
/// <param name="Open">True when it can still be paid.</param>
/// <param name="CreatedAt">When it was told.</param>
public sealed record PayoffQuoteRow(
    PayoffQuoteId Id, string Number, DateOnly On, DateTimeOffset ExpiresAt, PayoffParts Parts, Money Amount, bool Paid, bool Open, DateTimeOffset CreatedAt)
{
    internal static PayoffQuoteRow Of(PayoffQuote quote, DateOnly today, DateTimeOffset now)
    {
        Money In(long minor) => new(minor, quote.Currency);
        var parts = new PayoffParts(
            In(quote.PrincipalMinor), In(quote.InterestMinor), In(quote.FeeMinor), In(quote.TaxMinor), In(quote.PenaltyMinor), In(quote.CreditMinor), In(quote.RebateMinor));
        return new PayoffQuoteRow(
            quote.Id, quote.Number, quote.OnDay, quote.ExpiresAt, parts, quote.Amount, quote.PaymentId is not null, quote.Holds(quote.Amount, today, now), quote.CreatedAt);
    }
}

/// <summary>Makes and reads quotes, for staff and customers alike.</summary>
internal sealed class PayoffDesk(IRestructuringDb db, ILendingDb lending, TenantClock clock)
{
    private const int Most = 20;

    /// <summary>Makes one; of a customer's own loan where one is named.</summary>
    public async Task<PayoffQuoteRow> Make(LoanId id, DateOnly? on, DateTimeOffset? expiresAt, CustomerId? of, string by, CancellationToken ct)
    {
        var loan = await Read(id, of, ct);
        var day = on ?? clock.Today;
        if (day < clock.Today || day > clock.Today.AddDays(PayoffQuote.MostDaysAhead)) throw LendingRefusals.PayoffDay(PayoffQuote.MostDaysAhead);
        var end = clock.StartOf(day.AddDays(1));
        if (expiresAt > end) throw LendingRefusals.PayoffExpiry();
        var quote = PayoffQuote.Of(
            new PayoffQuoteId(clock.NewId()), await db.NextQuoteNumber(ct), loan, day, clock.Today, expiresAt ?? end, clock.Now, by);
        db.PayoffQuotes.Add(quote);
        return PayoffQuoteRow.Of(quote, clock.Today, clock.Now);
    }

    /// <summary>The latest of a loan, newest first.</summary>
    public async Task<IReadOnlyList<PayoffQuoteRow>> List(LoanId id, CustomerId? of, CancellationToken ct)
    {
        await Read(id, of, ct);
        var quotes = await db.PayoffQuotes.AsNoTracking().Where(q => q.LoanId == id).OrderByDescending(q => q.CreatedAt).ThenByDescending(q => q.Number).Take(Most).ToListAsync(ct);
        return quotes.ConvertAll(quote => PayoffQuoteRow.Of(quote, clock.Today, clock.Now));
    }

    private async Task<Loan> Read(LoanId id, CustomerId? of, CancellationToken ct)
    {
        var loan = await lending.Loans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
        return loan is not null && (of is null || loan.CustomerId == of) ? loan : throw LendingRefusals.LoanNotFound();
    }
}

/// <summary>Tells what paying a loan off on a day takes, and keeps what was told.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class QuotePayoff(IRestructuringDb db, ILendingDb lending, TenantClock clock, Caller caller)
{
    /// <summary>For when.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="On">The day; null for today.</param>
    /// <param name="ExpiresAt">Until when it holds; null for the end of that day.</param>
    public sealed record Command(LoanId Loan, DateOnly? On = null, DateTimeOffset? ExpiresAt = null);

    /// <summary>The quote.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c>, <c>lending.payoff_day</c>, <c>lending.payoff_expiry</c>, <c>lending.payoff_nothing_owed</c></exception>
    public Task<PayoffQuoteRow> Handle(Command c, CancellationToken ct) =>
        new PayoffDesk(db, lending, clock).Make(c.Loan, c.On, c.ExpiresAt, null, caller.ActorId, ct);
}
