using Paylatch.Domain.Lending;

namespace Paylatch.Application.Lending;

/// <summary>
/// What borrowing costs in percent a year: the rate at which the installments, discounted by days over 365, are worth what
/// was lent (the annual percentage rate of Directive 2008/48/EC, Annex I). For people to compare; no money follows from it.
/// </summary>
public static class YearlyCost
{
    /// <summary>The rate, to a tenth of a percent; zero without interest.</summary>
    public static decimal Percent(Schedule schedule)
    {
        if (schedule.Interest.IsZero) return 0;
        var lent = (double)schedule.Principal.Amount;
        var start = schedule.Terms.DisbursedOn.DayNumber;
        var payments = schedule.Rows.Select(row => (Years: (row.Due.DayNumber - start) / 365.0, Amount: (double)row.Total.Amount)).ToList();
        var (low, high) = (0.0, 1e6);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            var worth = payments.Sum(p => p.Amount / Math.Pow(1 + middle, p.Years));
            if (worth > lent) low = middle;
            else high = middle;
        }

        return Math.Round((decimal)(low * 100), 1, MidpointRounding.ToEven);
    }
}
