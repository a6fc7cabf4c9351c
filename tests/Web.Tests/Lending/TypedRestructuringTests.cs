using Paylatch.Domain.Lending;
using Paylatch.Web.Lending;

namespace Paylatch.Web.Tests.Lending;

/// <summary>What the dialog makes of what is typed into it.</summary>
public sealed class TypedRestructuringTests
{
    public static TheoryData<RestructureKind> Kinds => [.. Enum.GetValues<RestructureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void With_every_field_filled_each_way_gives_a_plan_the_domain_takes_and_nothing_of_another_way(RestructureKind kind)
    {
        foreach (var later in new[] { false, true })
        {
            var typed = Filled(kind, later);

            var plan = typed.Plan()! with { TopUpMinor = typed.More is null ? 0 : 25_050 };

            plan.Require();
            Assert.Equal(kind, plan.Kind);
            Assert.Null(typed.Missing);
        }
    }

    [Fact]
    public void Whatever_a_plan_can_say_can_be_chosen()
    {
        var plans = Enum.GetValues<RestructureKind>().SelectMany(kind => new[] { Filled(kind, false), Filled(kind, true) }).Select(typed => typed.Plan()!).ToList();
        var unsaid = new RestructurePlan();

        foreach (var property in typeof(RestructurePlan).GetProperties().Where(property => property.Name != nameof(RestructurePlan.TopUpMinor)))
            Assert.True(plans.Exists(plan => !Equals(property.GetValue(plan), property.GetValue(unsaid))), $"{property.Name} cannot be chosen");
        Assert.Equal("250.50", Filled(RestructureKind.TopUp, false).More);
    }

    [Theory]
    [InlineData(RestructureKind.Reschedule, TypedRestructuring.Every, "two")]
    [InlineData(RestructureKind.Reschedule, TypedRestructuring.FirstDue, "31/12/2026")]
    [InlineData(RestructureKind.Reschedule, TypedRestructuring.Unit, "Fortnights")]
    [InlineData(RestructureKind.Extension, TypedRestructuring.Installments, "4.5")]
    [InlineData(RestructureKind.Holiday, TypedRestructuring.Periods, "1e3")]
    [InlineData(RestructureKind.RateChange, TypedRestructuring.Rate, "12,5")]
    [InlineData(RestructureKind.TopUp, TypedRestructuring.TopUp, "0")]
    public void What_cannot_be_read_gives_no_plan_and_is_said_at_its_field(RestructureKind kind, string field, string text)
    {
        var typed = Filled(kind, true);
        typed[field] = text;

        Assert.True(typed.IsUnreadable(field));
        Assert.Null(typed.Plan());
        Assert.Equal(text, typed[field]);
    }

    [Theory]
    [InlineData(RestructureKind.Reschedule, TypedRestructuring.FirstDue)]
    [InlineData(RestructureKind.RateChange, TypedRestructuring.Rate)]
    [InlineData(RestructureKind.TopUp, TypedRestructuring.TopUp)]
    [InlineData(RestructureKind.Extension, TypedRestructuring.Installments)]
    public void Before_anything_is_typed_a_way_says_what_it_needs(RestructureKind kind, string field)
    {
        var typed = new TypedRestructuring { Kind = kind };

        Assert.Equal(field, typed.Missing);
        Assert.Null(typed.Plan());
    }

    [Theory]
    [InlineData(RestructureKind.ReAge)]
    [InlineData(RestructureKind.ReAmortize)]
    [InlineData(RestructureKind.Holiday)]
    public void A_way_that_needs_nothing_is_previewed_at_once(RestructureKind kind) =>
        Assert.NotNull(new TypedRestructuring { Kind = kind }.Plan());

    [Fact]
    public void A_refusal_of_the_schedule_is_shown_at_the_field_that_was_typed()
    {
        var typed = new TypedRestructuring { Kind = RestructureKind.ReAge };

        Assert.True(typed.Shows(LendingRefusals.FirstDueOutOfRange(new DateOnly(2026, 1, 1))));
        Assert.False(typed.Shows(LendingRefusals.TermNeeded("annualRatePercent")));
        Assert.False(typed.Shows(LendingRefusals.RestructureNotPossible()));
    }

    private static TypedRestructuring Filled(RestructureKind kind, bool later) => new()
    {
        Kind = kind,
        Later = later,
        InterestRuns = false,
        To = TopUpTo.Sale,
        Capitalise = true,
        [TypedRestructuring.FirstDue] = "2027-01-31",
        [TypedRestructuring.Every] = "2",
        [TypedRestructuring.Unit] = "Weeks",
        [TypedRestructuring.Installments] = "١٨",
        [TypedRestructuring.Periods] = "3",
        [TypedRestructuring.Rate] = "12.5",
        [TypedRestructuring.From] = "2027-03-01",
        [TypedRestructuring.TopUp] = " 250.50",
    };
}
