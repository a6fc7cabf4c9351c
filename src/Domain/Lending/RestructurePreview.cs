using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>An installment in a preview.</summary>
/// <param name="Number">Its number.</param>
/// <param name="DueOn">When it is due.</param>
/// <param name="Principal">Principal asked.</param>
/// <param name="Interest">Interest asked.</param>
/// <param name="Fees">Fees and tax asked.</param>
/// <param name="Penalties">Penalties asked.</param>
/// <param name="Paid">Paid of it.</param>
public sealed record PreviewedRow(int Number, DateOnly DueOn, Money Principal, Money Interest, Money Fees, Money Penalties, Money Paid)
{
    /// <summary>All of it.</summary>
    public Money Total => Principal + Interest + Fees + Penalties;
}

/// <summary>What a restructuring would do, old and new side by side.</summary>
/// <param name="Before">The installments as they are.</param>
/// <param name="After">The installments as they would be.</param>
/// <param name="Difference">How much more would be asked altogether, without new principal; below zero for less.</param>
/// <param name="TopUp">New principal.</param>
/// <param name="Capitalised">Interest that would become principal.</param>
/// <param name="FinalBefore">The last due date as it is.</param>
/// <param name="FinalAfter">The last due date as it would be.</param>
/// <param name="Installment">The next installment as it would be.</param>
/// <param name="Outstanding">Principal owed today.</param>
/// <param name="MorePerTerm">By how many months the last due date moves out; zero when it does not.</param>
/// <param name="Version">The loan's version that was looked at.</param>
public sealed record RestructurePreview(
    IReadOnlyList<PreviewedRow> Before, IReadOnlyList<PreviewedRow> After, Money Difference, Money TopUp, Money Capitalised,
    DateOnly FinalBefore, DateOnly FinalAfter, Money Installment, Money Outstanding, int MorePerTerm, int Version)
{
    /// <summary>Tries a plan on a loan that was read for this only, and is not saved.</summary>
    /// <exception cref="Refusal">As <see cref="Loan.Restructure"/>.</exception>
    public static RestructurePreview Of(Loan loan, RestructurePlan plan, DateOnly today)
    {
        loan.CatchUp(today);
        var (before, total, capitalised, version) = (Rows(loan), loan.Total, loan.CapitalisedMinor, loan.Version);
        var outstanding = new Money(loan.Installments.Sum(i => i.OwedPrincipalMinor), loan.Currency);
        loan.Restructure(plan, "", today);
        var (topUp, after) = (new Money(plan.TopUpMinor, loan.Currency), Rows(loan));
        var (last, will) = (before.Max(row => row.DueOn), after.Max(row => row.DueOn));
        return new RestructurePreview(
            before, after, loan.Total - total - topUp, topUp, new Money(loan.CapitalisedMinor - capitalised, loan.Currency), last, will,
            loan.NextDueAmount, outstanding, will <= last ? 0 : MonthsBetween(last, will), version);
    }

    private static List<PreviewedRow> Rows(Loan loan)
    {
        Money Of(long minor) => new(minor, loan.Currency);
        return [.. loan.Installments.OrderBy(i => i.Number).Where(i => i.TotalMinor > 0).Select(i => new PreviewedRow(
            i.Number, i.DueOn, Of(i.PrincipalMinor), Of(i.InterestMinor - i.WaivedInterestMinor),
            Of(i.FeeMinor + i.TaxMinor - i.WaivedFeeMinor - i.WaivedTaxMinor), Of(i.PenaltyMinor - i.WaivedPenaltyMinor), Of(i.PaidMinor)))];
    }

    private static int MonthsBetween(DateOnly from, DateOnly to)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        return from.AddMonths(months) < to ? months + 1 : months;
    }
}
