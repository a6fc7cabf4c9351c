namespace Paylatch.Domain.Lending.Schedules;

/// <summary>The interest factors of days without interest. A pause of one day takes the night that ends on it.</summary>
internal sealed class PausedInterest(ScheduleTerms terms)
{
    private readonly InterestFactors _factors = new(terms);

    /// <summary>What pauses take out of a period, from a day on.</summary>
    public decimal In(in Period period, DateOnly from)
    {
        var paused = 0m;
        foreach (var pause in terms.InterestPauses)
        {
            var begins = pause.From.AddDays(-1);
            paused += _factors.Part(period, begins > from ? begins : from, pause.To < period.Due ? pause.To : period.Due);
        }
        return paused;
    }
}
