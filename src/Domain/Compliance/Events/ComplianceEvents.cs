using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Compliance.Events;

/// <summary>The limits the law sets were entered; null where there is none.</summary>
/// <param name="MostRatePercent">Percent a year.</param>
/// <param name="MostPenaltyPercentPerDay">Percent for each day late.</param>
/// <param name="MostPenaltyPercentOfPrincipal">Percent of what was lent.</param>
/// <param name="LeastGraceDays">Days of grace before a lock.</param>
/// <param name="Version">The number of the change.</param>
public sealed record LendingLimitsEntered(
    decimal? MostRatePercent, decimal? MostPenaltyPercentPerDay, decimal? MostPenaltyPercentOfPrincipal, int LeastGraceDays, int Version) : DomainEvent;
