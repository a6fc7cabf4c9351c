using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>What goes out of the lender's hands, and which period it comes into.</summary>
internal static class Outgoing
{
    /// <summary>Each disbursement, and after it what is paid back the same day. Balances are filled in later.</summary>
    public static List<ScheduleOutlay> Of(ScheduleTerms terms)
    {
        var (round, nothing) = (new Rounding(terms.Rounding), Money.Zero(terms.Currency));
        var outlays = new List<ScheduleOutlay>();
        foreach (var one in terms.Disbursements)
        {
            outlays.Add(new ScheduleOutlay(one.On, one.Amount, nothing, nothing));
            var deposit = round.Multiple(one.Amount.Minor * terms.DownPaymentPercent / 100, terms.InstallmentMultipleOf?.Minor ?? 1);
            if (deposit >= one.Amount.Minor) throw LendingRefusals.TermNotAllowed("downPaymentPercent", "It leaves nothing to lend.");
            if (deposit > 0) outlays.Add(new ScheduleOutlay(one.On, nothing, new Money(deposit, terms.Currency), nothing));
        }
        return outlays;
    }

    /// <summary>One for each disbursement, without its deposit. What comes on a due date belongs to the period after.</summary>
    /// <exception cref="Refusal"><c>lending.dates_invalid</c> when it comes on or after the last due date.</exception>
    public static List<Draw> Draws(ScheduleTerms terms, IReadOnlyList<ScheduleOutlay> outlays, IReadOnlyList<Period> periods)
    {
        var draws = new List<Draw>(terms.Disbursements.Count);
        var period = 0;
        foreach (var outlay in outlays)
        {
            if (outlay.Lent.IsZero)
            {
                draws[^1] = draws[^1] with { Amount = draws[^1].Amount - outlay.Deposit.Minor };
                continue;
            }

            while (period < periods.Count && outlay.On >= periods[period].Due) period++;
            if (period == periods.Count) throw LendingRefusals.DatesInvalid("disbursements", "Every disbursement must come before the last due date.");
            draws.Add(new Draw(period, outlay.On, outlay.Lent.Minor));
        }
        return draws;
    }
}
