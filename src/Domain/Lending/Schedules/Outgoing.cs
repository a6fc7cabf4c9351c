using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>What goes out of the lender's hands, and which period it comes into.</summary>
internal static class Outgoing
{
    /// <summary>The disbursements of each day, and after them what is paid back the same day. Balances are filled in later.</summary>
    public static List<ScheduleOutlay> Of(ScheduleTerms terms)
    {
        var (round, nothing) = (new Rounding(terms.Rounding), Money.Zero(terms.Currency));
        var outlays = new List<ScheduleOutlay>(terms.DownPaymentPercent == 0 ? terms.Disbursements.Count : 2 * terms.Disbursements.Count);
        foreach (var one in terms.Disbursements)
        {
            outlays.Add(new ScheduleOutlay(one.On, one.Amount, nothing, nothing));
            if (terms.DownPaymentPercent == 0) continue;
            var deposit = round.Multiple(one.Amount.Minor * terms.DownPaymentPercent / 100, terms.InstallmentMultipleOf?.Minor ?? 1);
            if (deposit >= one.Amount.Minor) throw LendingRefusals.TermNotAllowed("downPaymentPercent", "It leaves nothing to lend.");
            if (deposit > 0) outlays.Add(new ScheduleOutlay(one.On, nothing, new Money(deposit, terms.Currency), nothing));
        }
        return terms.Disbursements.Count == 1 ? outlays : [.. outlays.OrderBy(outlay => outlay.On).ThenBy(outlay => outlay.Lent.IsZero)];
    }

    /// <summary>One for each day, without its deposits. What comes on a due date belongs to the period after.</summary>
    /// <exception cref="Refusal"><c>lending.dates_invalid</c> when it comes on or after the last due date.</exception>
    public static List<Draw> Draws(List<ScheduleOutlay> outlays, List<Period> periods)
    {
        var draws = new List<Draw>(outlays.Count);
        var period = 0;
        foreach (var outlay in outlays)
        {
            var amount = outlay.Lent.Minor - outlay.Deposit.Minor;
            if (draws.Count > 0 && draws[^1].On == outlay.On)
            {
                draws[^1] = draws[^1] with { Amount = draws[^1].Amount + amount };
                continue;
            }

            while (period < periods.Count && outlay.On >= periods[period].Due) period++;
            if (period == periods.Count) throw LendingRefusals.DatesInvalid("disbursements", "Every disbursement must come before the last due date.");
            draws.Add(new Draw(period, outlay.On, amount));
        }
        return draws;
    }
}
