using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>What being late costs, day by day.</content>
public sealed partial class Loan
{
    /// <summary>How often a penalty was charged to the loan.</summary>
    public int PenaltyCount { get; private set; }

    /// <summary>The sum of what was overdue over the charges to the loan as a whole.</summary>
    public long PenaltyWeight { get; private set; }

    /// <summary>True while the loan as a whole is late enough to be charged for.</summary>
    public bool PenaltyRunning { get; private set; }

    // Charges the days after the one caught up to, each by what is overdue when it begins.
    private void ChargePenalties(DateOnly through)
    {
        if (Policy.Penalty.Kind == PenaltyKind.None || ChargedOff is not null) return;
        var next = CaughtUpOn.AddDays(1);
        var first = _installments.Where(i => Overdue(i) > 0).Select(i => (DateOnly?)i.DueOn).Min()?.AddDays(Policy.Penalty.GraceDays + 1);
        if (first is null || first > next) PenaltyRunning = false;
        if (first is not { } begins) return;
        for (var day = Later(begins, next); day <= through; day = day.AddDays(1)) ChargeFor(day);
    }

    private long Overdue(Installment i) => i.OverdueMinor(Policy.Penalty.Of);

    private void ChargeFor(DateOnly day)
    {
        var penalty = Policy.Penalty;
        var late = _installments.Where(i => Overdue(i) > 0 && DaysLate(i.DueOn, day) > penalty.GraceDays).OrderBy(i => i.Number).ToList();
        if (late.Count == 0) PenaltyRunning = false;
        if (late.Count == 0 || IsPausedOn(day)) return;
        if (penalty.Scope == PenaltyScope.PerLoan) ChargeLoan(late);
        else late.ForEach(ChargeInstallment);
    }

    private void ChargeInstallment(Installment late)
    {
        var penalty = Policy.Penalty;
        if (penalty.IsPerDay ? late.PenaltyCount >= penalty.MaxCount : late.PenaltyCount > 0 || PenaltyCount >= penalty.MaxCount) return;
        var before = penalty.AskedMinor(late.PenaltyCount, late.PenaltyWeight);
        late.CountPenalty(Overdue(late));
        PenaltyCount++;
        Charge(late, penalty.AskedMinor(late.PenaltyCount, late.PenaltyWeight) - before);
    }

    private void ChargeLoan(List<Installment> late)
    {
        var penalty = Policy.Penalty;
        if (!penalty.IsPerDay && PenaltyRunning) return;
        PenaltyRunning = true;
        if (PenaltyCount >= penalty.MaxCount) return;
        PenaltyCount++;
        PenaltyWeight += late.Sum(Overdue);
        Charge(late[0], penalty.AskedMinor(PenaltyCount, PenaltyWeight) - _installments.Sum(i => i.PenaltyMinor));
    }

    private void Charge(Installment late, long minor)
    {
        var room = Policy.Penalty.CapMinor(PrincipalMinor) - _installments.Sum(i => i.PenaltyMinor);
        late.ChargePenalty(Math.Clamp(minor, 0, Math.Max(0, room)));
    }
}
