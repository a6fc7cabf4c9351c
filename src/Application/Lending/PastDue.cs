namespace Paylatch.Application.Lending;

/// <summary>What the portfolio takes for late, whatever classes a merchant has chosen.</summary>
public static class PastDue
{
    /// <summary>From how many days past due on a loan's principal counts as at risk in PAR30: more than thirty.</summary>
    public const int RiskFrom = 31;
}
