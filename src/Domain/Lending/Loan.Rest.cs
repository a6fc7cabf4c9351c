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
        var (fee, feeAhead) = (0L, 0L);
        foreach (var row in rows.Where(i => !i.IsPaid))
        {
            var due = row.DueOn <= on;
            var extra = due ? row.FeeMinor : ExtraFee(row);
            var owed = Math.Min(extra, row.FeeMinor - row.SettledFeeMinor);
            fee += owed;
            if (!due) feeAhead += row.SettledFeeMinor - extra + owed;
        }

        var frozen = later is null ? Math.Max(0, EarnedSoFar(on) - others.Sum(i => i.EarnedThrough(on))) : 0;
        var interest = others.Sum(i => i.EarnedMinor - i.InterestMinor) + frozen - rows.Sum(i => i.SettledInterestMinor) - CapitalisedMinor;
        return new RestLeft
        {
            On = on,
            Rows = rows,
            Before = others.Count,
            Count = open.Count > 0 ? open.Count : plan.Kind == RestructureKind.ReAge ? rows.Count : 1,
            NextDue = open.Min(i => (DateOnly?)i.DueOn) ?? running?.DueOn,
            Start = start,
            Passed = resume.DayNumber - start.DayNumber,
            Principal = rows.Sum(i => i.OwedPrincipalMinor),
            Penalty = rows.Sum(i => i.OwedPenaltyMinor),
            Frozen = frozen,
            Interest = interest,
            Fee = fee,
            FeeAhead = feeAhead,
            Tax = TaxOn(rows.Sum(i => i.SettledInterestMinor) + Math.Max(0, interest), rows.Sum(i => i.SettledFeeMinor) + fee) - rows.Sum(i => i.SettledTaxMinor),
            TaxOn = TaxOn,
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

    // Fees of a row beyond those of every installment: carried over from elsewhere.
    private long ExtraFee(Installment row) => Math.Max(0, row.FeeMinor - (Contract.Terms?.FeePerInstallment?.Minor ?? 0));

    private long TaxOn(long interest, long fee) => Contract.Terms is { } terms
        ? new Rounding(terms.Rounding).Whole(fee * terms.TaxOnFeesPercent / 100 + interest * terms.TaxOnInterestPercent / 100)
        : 0;
}
