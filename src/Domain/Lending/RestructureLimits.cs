using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What one person may decide alone about a restructuring.</summary>
/// <param name="Outstanding">The most principal outstanding.</param>
/// <param name="MoreMonths">By how many months the last due date may move out at most.</param>
public sealed record RestructureLimits(Money Outstanding, int MoreMonths)
{
    /// <summary>The most months there can be.</summary>
    public const int MostMonths = 600;

    /// <summary>100,000 in major units and half a year, where a tenant has set nothing else.</summary>
    public static RestructureLimits Default(Currency currency) => new(new Money(100_000L * currency.MinorPerMajor, currency), 6);

    /// <summary>True when a second person must look at it.</summary>
    public bool Beyond(RestructurePreview preview) => preview.Outstanding + preview.TopUp > Outstanding || preview.MorePerTerm > MoreMonths;
}

/// <summary>The limits a tenant has set; one for each tenant, none while it has the <see cref="RestructureLimits.Default"/>.</summary>
public sealed class ChosenRestructureLimits : Entity
{
    private ChosenRestructureLimits()
    {
    }

    /// <summary>The tenant.</summary>
    public TenantId TenantId { get; private set; }

    /// <summary>The most principal outstanding, in minor units of the tenant's currency.</summary>
    public long OutstandingMinor { get; private set; }

    /// <summary>By how many months the last due date may move out at most.</summary>
    public int MoreMonths { get; private set; }

    /// <summary>Who set them last; null where that was not kept.</summary>
    public string? SetBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? SetAt { get; private set; }

    /// <summary>Limits to be set.</summary>
    public static ChosenRestructureLimits Of(TenantId tenant) => new() { TenantId = tenant, OutstandingMinor = -1 };

    /// <summary>Sets them; the same again changes nothing, not even who set them.</summary>
    /// <exception cref="Refusal"><c>lending.term_not_allowed</c>, <c>lending.term_out_of_range</c></exception>
    public void Set(RestructureLimits limits, string by, DateTimeOffset now)
    {
        if (limits.Outstanding.Minor < 0) throw LendingRefusals.TermNotAllowed("outstanding", "Give zero or more.");
        if (limits.MoreMonths is < 0 or > RestructureLimits.MostMonths) throw LendingRefusals.TermOutOfRange("moreMonths", 0, RestructureLimits.MostMonths);
        if (limits.Outstanding.Minor == OutstandingMinor && limits.MoreMonths == MoreMonths) return;
        (OutstandingMinor, MoreMonths, SetBy, SetAt) = (limits.Outstanding.Minor, limits.MoreMonths, by, now);
        Raise(new RestructureLimitsSet(limits.Outstanding, limits.MoreMonths));
    }
}
