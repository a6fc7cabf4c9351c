using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>Where the loan stands in the accounts, and what is to be posted.</content>
public sealed partial class Loan
{
    private readonly List<LoanMovement> _movements = [];

    /// <summary>Interest earned so far: by the days that passed, or earlier by being paid or forgiven. Never falls but by a replay.</summary>
    public long AccruedMinor { get; private set; }

    /// <summary>Paid beyond what was owed and not given back.</summary>
    public long CreditMinor { get; private set; }

    /// <summary>Paid beyond what was owed and not given back.</summary>
    public Money Credit => new(CreditMinor, Currency);

    /// <summary>What the verbs since it was loaded changed in its accounts and nobody has taken to be posted, oldest first.</summary>
    public IReadOnlyList<LoanMovement> Movements => _movements;

    /// <summary>Takes what is to be posted; whoever takes it posts it.</summary>
    public IReadOnlyList<LoanMovement> TakeMovements()
    {
        var taken = _movements.ToList();
        _movements.Clear();
        return taken;
    }

    /// <summary>Where it stands in the accounts. Needs the installments loaded.</summary>
    public LoanAccounts Accounts()
    {
        long principal = 0, interest = 0, fees = 0, penalties = 0, tax = 0, feeIncome = 0, penaltyIncome = 0, rebates = 0;
        foreach (var i in _installments)
        {
            var recognised = i.RecognisedBy(CaughtUpOn);
            principal += i.OwedPrincipalMinor;
            interest += i.PaidInterestMinor + i.WaivedInterestMinor;
            fees += recognised.Fee + recognised.Tax - i.PaidFeeMinor - i.PaidTaxMinor - i.WaivedFeeMinor - i.WaivedTaxMinor;
            penalties += i.OwedPenaltyMinor;
            feeIncome += recognised.Fee;
            tax += recognised.Tax;
            penaltyIncome += i.PenaltyMinor;
            rebates += i.WaivedInterestMinor + i.WaivedFeeMinor + i.WaivedTaxMinor + i.WaivedPenaltyMinor;
        }

        return WithRisk(new LoanAccounts
        {
            Principal = principal,
            Interest = AccruedMinor - interest - CapitalisedMinor,
            Fees = fees,
            Penalties = penalties,
            Credit = CreditMinor,
            Tax = tax,
            InterestIncome = AccruedMinor,
            FeeIncome = feeIncome,
            PenaltyIncome = penaltyIncome,
            Rebates = rebates,
        });
    }

    // Interest earned by the days through the one caught up to; what is paid or forgiven before is earned by that.
    private void Accrue()
    {
        // What was given up earns nothing.
        if (ChargedOff is not null) return;
        long earned = 0, settled = 0;
        foreach (var i in _installments)
        {
            earned += i.EarnedThrough(CaughtUpOn);
            settled += i.PaidInterestMinor + i.WaivedInterestMinor;
        }

        AccruedMinor = Math.Max(AccruedMinor, Math.Max(earned, settled + CapitalisedMinor));
    }

    private void Tally()
    {
        (TotalMinor, PaidMinor) = (_installments.Sum(i => i.TotalMinor), _installments.Sum(i => i.PaidMinor));
        Accrue();
    }

    private void Move(TransferKind kind, LoanAccounts change, PaymentId? payment = null)
    {
        if (!change.IsZero) _movements.Add(new LoanMovement(kind, change, Currency, Id, payment));
    }
}
