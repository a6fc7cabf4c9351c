using Paylatch.Domain.Lending.Schedules;

namespace Paylatch.Domain.Lending;

/// <content>What is left when it is restructured.</content>
public sealed partial class Loan
{
    private RestLeft Rest(RestructurePlan plan, DateOnly on)
    {
        var later = plan.From is { } from && from > on ? _installments.Where(i => i.FromOn >= from).Min(i => (DateOnly?)i.FromOn) : null;
        var rows = _installments
            .Where(i => plan.From > on ? i.FromOn >= later : i.DueOn > on || (plan.Kind == RestructureKind.ReAge && !i.IsPaid))
            .OrderBy(i => i.Number).ToList();
        var others = _installments.Except(rows).ToList();
        var open = rows.Where(i => i.DueOn > on && !i.IsPaid).ToList();
        var running = rows.Where(i => i.DueOn > on).MinBy(i => i.DueOn);
        var resume = running is null || running.FromOn < on ? on : running.FromOn;
        var start = running is null ? on : Aligned(running);
        var (fee, tax, feeAhead, taxAhead) = (0L, 0L, 0L, 0L);
        foreach (var row in rows.Where(i => !i.IsPaid))
        {
            var due = row.DueOn <= on;
            var (extraFee, extraTax) = due ? (row.FeeMinor, row.TaxMinor) : Extra(row);
            var (owedFee, owedTax) = (Math.Min(extraFee, row.FeeMinor - row.SettledFeeMinor), Math.Min(extraTax, row.TaxMinor - row.SettledTaxMinor));
            (fee, tax) = (fee + owedFee, tax + owedTax);
            if (!due) (feeAhead, taxAhead) = (feeAhead + row.SettledFeeMinor - extraFee + owedFee, taxAhead + row.SettledTaxMinor - extraTax + owedTax);
        }

        var frozen = later is null ? Math.Max(0, EarnedSoFar(on) - others.Sum(i => i.EarnedThrough(on))) : 0;
        return new RestLeft
        {
            On = on,
            Rows = rows,
            Before = others.Count,
            Count = open.Count > 0 ? open.Count : plan.Kind == RestructureKind.ReAge ? rows.Count : 1,
            NextDue = open.Min(i => (DateOnly?)i.DueOn),
            Start = start,
            Passed = resume.DayNumber - start.DayNumber,
            Principal = rows.Sum(i => i.OwedPrincipalMinor),
            Penalty = rows.Sum(i => i.OwedPenaltyMinor),
            Frozen = frozen,
            Interest = others.Sum(i => i.EarnedMinor - i.InterestMinor) + frozen - rows.Sum(i => i.SettledInterestMinor) - CapitalisedMinor,
            Fee = fee,
            Tax = tax,
            FeeAhead = feeAhead,
            TaxAhead = taxAhead,
        };
    }

    // What had accrued by an earlier, quicker schedule stays accrued; what is settled before its time is not earned yet.
    private long EarnedSoFar(DateOnly on)
    {
        var earned = _installments.Sum(i => i.EarnedThrough(on));
        return AccruedMinor > _installments.Sum(i => i.SettledInterestMinor) + CapitalisedMinor ? AccruedMinor : earned;
    }

    // A row laid within a period begins when it was laid; the period itself began earlier.
    private DateOnly Aligned(Installment row)
    {
        var planned = _transactions.SelectMany(t => t.Data?.Rows ?? []).FirstOrDefault(p => p.Number == row.Number && p.Due == row.DueOn);
        return planned is { } known && known.From < row.FromOn ? known.From : row.FromOn;
    }

    // Fees and tax of a row beyond those of every installment: carried over from elsewhere.
    private (long Fee, long Tax) Extra(Installment row)
    {
        if (Contract.Terms is not { } terms) return (0, 0);
        var own = terms.FeePerInstallment?.Minor ?? 0;
        var tax = new Rounding(terms.Rounding).Whole(own * terms.TaxOnFeesPercent / 100 + row.InterestMinor * terms.TaxOnInterestPercent / 100);
        return (Math.Max(0, row.FeeMinor - own), Math.Max(0, row.TaxMinor - tax));
    }
}
