using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>One installment of a plan.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="From">The day its period begins.</param>
/// <param name="Due">The last day on which it is paid in time.</param>
/// <param name="Principal">The part that repays what was lent.</param>
/// <param name="Interest">The part that is interest.</param>
/// <param name="Total">Both together.</param>
/// <param name="Balance">Principal still owed once this is paid.</param>
public sealed record ScheduleRow(
    int Number, DateOnly From, DateOnly Due, Money Principal, Money Interest, Money Total, Money Balance);

/// <summary>
/// The installments that follow from terms, exact to the minor unit: principals sum to what was lent, nothing is
/// negative, every installment but the last is equal, and the last takes what rounding left over.
/// </summary>
public sealed class Schedule
{
    /// <summary>The rules of reckoning, kept with each loan so that later rules do not change old schedules.</summary>
    public const int EngineVersion = 1;

    private Schedule(LoanTerms terms, List<ScheduleRow> rows)
    {
        Terms = terms;
        Rows = rows;
        var zero = Money.Zero(terms.Price.Currency);
        Interest = rows.Aggregate(zero, (sum, row) => sum + row.Interest);
        Total = terms.Principal + Interest;
    }

    /// <summary>The terms it follows from.</summary>
    public LoanTerms Terms { get; }

    /// <summary>The installments, first to last.</summary>
    public IReadOnlyList<ScheduleRow> Rows { get; }

    /// <summary>What is lent.</summary>
    public Money Principal => Terms.Principal;

    /// <summary>All interest.</summary>
    public Money Interest { get; }

    /// <summary>All installments together; the deposit is not part of it.</summary>
    public Money Total { get; }

    /// <summary>The regular installment (the first).</summary>
    public Money Installment => Rows[0].Total;

    /// <summary>Reckons the installments.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.plan_uneven</c> when installments are so small that rounding them leaves nothing for the last one, or
    /// swells it beyond twice the others.
    /// </exception>
    public static Schedule Of(LoanTerms terms)
    {
        var parts = terms.Method == InterestMethod.Declining && terms.PeriodRate > 0 ? Declining(terms) : Even(terms);
        if (parts[^1].Principal < 1 || (parts.Count > 1 && parts[^1].Sum > 2 * parts[0].Sum)) throw LendingRefusals.PlanUneven();

        var currency = terms.Price.Currency;
        var rows = new List<ScheduleRow>(parts.Count);
        var balance = terms.Principal;
        var from = terms.DisbursedOn;
        for (var i = 0; i < parts.Count; i++)
        {
            var (principal, interest) = (new Money(parts[i].Principal, currency), new Money(parts[i].Interest, currency));
            var due = terms.DueOn(i + 1);
            balance -= principal;
            rows.Add(new ScheduleRow(i + 1, from, due, principal, interest, principal + interest, balance));
            from = due;
        }
        return new Schedule(terms, rows);
    }

    // No interest, or interest on the whole principal for the whole term: both parts are spread evenly.
    private static List<Part> Even(LoanTerms terms)
    {
        var interest = Money.Round(terms.InterestOn(terms.Principal, terms.Installments), terms.Price.Currency, MidpointRounding.ToEven);
        var principals = Spread(terms.Principal, terms.Installments);
        var interests = Spread(interest, terms.Installments);
        return [.. principals.Zip(interests, (principal, share) => new Part(principal, share))];
    }

    // Shares are rounded half to even; where that would leave nothing for the last (interest
    // of a few cents), they are cut instead.
    private static IEnumerable<long> Spread(Money whole, int count)
    {
        var share = Money.Round(whole.Amount / count, whole.Currency, MidpointRounding.ToEven).Minor;
        if (share * (count - 1) >= whole.Minor) share = whole.Minor / count;
        for (var i = 1; i < count; i++) yield return share;
        yield return whole.Minor - share * (count - 1);
    }

    // P·r / (1 − (1 + r)^−n); by the discount factor, since (1 + r)^n itself may leave the range of decimal. The last
    // of 28 digits are noise; twelve decimals are kept, so that a value midway between two minor units is seen as such.
    private static long Annuity(LoanTerms terms)
    {
        var rate = terms.PeriodRate;
        var discount = 1m;
        for (var i = 0; i < terms.Installments; i++) discount /= 1m + rate;
        var exact = decimal.Round(terms.Principal.Amount * rate / (1m - discount), 12, MidpointRounding.ToEven);
        return Money.Round(exact, terms.Price.Currency, MidpointRounding.ToEven).Minor;
    }

    private static List<Part> Declining(LoanTerms terms)
    {
        var installment = Annuity(terms);
        var currency = terms.Price.Currency;
        var parts = new List<Part>(terms.Installments);
        var balance = terms.Principal;
        for (var number = 1; number <= terms.Installments; number++)
        {
            var interest = Money.Round(terms.InterestOn(balance), currency, MidpointRounding.ToEven).Minor;
            var principal = number == terms.Installments ? balance.Minor : Math.Max(0, installment - interest);
            parts.Add(new Part(principal, interest));
            balance -= new Money(principal, currency);
        }
        return parts;
    }

    private readonly record struct Part(long Principal, long Interest)
    {
        public long Sum => Principal + Interest;
    }
}
