using Paylatch.Domain.Compliance;
using Paylatch.Domain.Compliance.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Compliance;

public sealed class LendingLimitsTests
{
    [Fact]
    public void Where_no_law_was_entered_only_penalties_have_an_end()
    {
        LegalLimits.Usual.RequireRate(999, "annualRatePercent");
        LegalLimits.Usual.RequireGrace(0);
        LegalLimits.Usual.RequirePenalty(100, 100);
        Assert.Equal(100, LegalLimits.Usual.MostPenaltyPercentOfPrincipal);
    }

    [Fact]
    public void What_the_law_forbids_is_refused_at_its_field_and_its_edge_is_allowed()
    {
        var law = new LegalLimits(36, 0.5m, 20, 5);
        law.RequireRate(36, "mostRatePercent");
        law.RequirePenalty(0.5m, 20);
        law.RequireGrace(5);

        Assert.Equal("mostRatePercent", Assert.Throws<Refusal>(() => law.RequireRate(36.1m, "mostRatePercent")).Field);
        Assert.Equal("penaltyPercent", Assert.Throws<Refusal>(() => law.RequirePenalty(0.51m, null)).Field);
        Assert.Equal("penaltyMaxPercent", Assert.Throws<Refusal>(() => law.RequirePenalty(null, 21)).Field);
        Assert.Equal("graceDays", Assert.Throws<Refusal>(() => law.RequireGrace(4)).Field);
    }

    [Theory]
    [InlineData(-1, 0, 0, 0, "mostRatePercent")]
    [InlineData(1000, 0, 0, 0, "mostRatePercent")]
    [InlineData(0, 101, 0, 0, "mostPenaltyPercentPerDay")]
    [InlineData(0, 0, 101, 0, "mostPenaltyPercentOfPrincipal")]
    [InlineData(0, 0, 0, 91, "leastGraceDays")]
    public void A_limit_that_is_none_is_refused(int rate, int perDay, int ofPrincipal, int grace, string field)
    {
        var limits = LendingLimits.Start(new TenantId(Guid.CreateVersion7()));

        Assert.Equal(field, Assert.Throws<Refusal>(() => limits.Enter(new(rate, perDay, ofPrincipal, grace))).Field);
        Assert.Equal(LegalLimits.Usual, limits.Limits);
    }

    [Fact]
    public void What_was_entered_holds_and_is_in_the_log()
    {
        var limits = LendingLimits.Start(new TenantId(Guid.CreateVersion7()));

        limits.Enter(new LegalLimits(36, null, 50, 2));

        Assert.Equal(new LegalLimits(36, null, 50, 2), limits.Limits);
        Assert.Equal(new LendingLimitsEntered(36, null, 50, 2, 1), Assert.Single(limits.Events));
    }
}
