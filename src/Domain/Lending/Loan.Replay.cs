using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>The loan as it follows from what happened.</content>
public sealed partial class Loan
{
    private readonly List<LoanTransaction> _transactions = [];
    private readonly List<Installment> _dropped = [];

    /// <summary>The highest <see cref="LoanTransaction.Sequence"/> recorded.</summary>
    public int LastSequence { get; private set; }

    /// <summary>The day through which penalties, fees and interest are reckoned; no transaction counts from a later one.</summary>
    public DateOnly CaughtUpOn { get; private set; }

    /// <summary>What happened from outside, as recorded; all of it only when it was loaded so.</summary>
    public IReadOnlyList<LoanTransaction> Transactions => _transactions;

    /// <summary>
    /// Reckons the loan from its booking: its transactions by day and order of recording, the days between them, up to a day.
    /// What was taken back is left out. The rows are the same as if all had been recorded on its day.
    /// </summary>
    /// <returns>What each payment that counts went to, by the payment's <see cref="LoanTransaction.Sequence"/>.</returns>
    /// <exception cref="InvalidOperationException">Not all transactions are loaded: a bug of the caller.</exception>
    public IReadOnlyDictionary<int, AppliedPayment> Replay(DateOnly through)
    {
        RequireHistory();
        var applied = new Dictionary<int, AppliedPayment>();
        Begin(_transactions.Single(t => t.Kind == LoanTransactionKind.Booking).Data?.Rows
            ?? throw new InvalidOperationException($"The booking of {Number} has no rows."));
        foreach (var input in Counting())
        {
            Advance(input.EffectiveOn);
            var taken = Take(input);
            if (input.IsPayment) applied.Add(input.Sequence, taken);
        }

        Advance(through);
        return applied;
    }

    // What was not taken back, in the order in which it counts. A rebate counts with the payment after it.
    private IEnumerable<LoanTransaction> Counting()
    {
        var takenBack = _transactions.Where(t => t.Reverses is not null).Select(t => t.Reverses!.Value).ToHashSet();
        return _transactions
            .Where(t => t.Kind is not (LoanTransactionKind.Booking or LoanTransactionKind.Reversal) && !takenBack.Contains(t.Sequence))
            .Where(t => t.Kind != LoanTransactionKind.Rebate || !takenBack.Contains(t.Sequence + 1))
            .OrderBy(t => t.EffectiveOn).ThenBy(t => t.Sequence);
    }

    /// <summary>Gives a loan its past back that was read beside it.</summary>
    /// <exception cref="ArgumentException">It is not all of this loan's past: a bug.</exception>
    public void Recall(IReadOnlyCollection<LoanTransaction> past)
    {
        if (_transactions.Count > 0 || past.Count != LastSequence || past.Any(t => t.LoanId != Id))
            throw new ArgumentException($"This is not the past of {Number}.", nameof(past));
        _transactions.AddRange(past.OrderBy(t => t.Sequence));
    }

    // What a transaction does to the rows, now and whenever it is replayed. Its day was advanced to before.
    private AppliedPayment Take(LoanTransaction input)
    {
        var applied = new AppliedPayment([], Money.Zero(Currency));
        switch (input.Kind)
        {
            case LoanTransactionKind.Payment or LoanTransactionKind.Recovery: applied = Pay(input); break;
            case LoanTransactionKind.Waiver: Waive(input); break;
            case LoanTransactionKind.Restructure: Lay(input); break;
            case LoanTransactionKind.Rebate: Forgo(input); break;
            case LoanTransactionKind.CreditRefund or LoanTransactionKind.CreditUse: CreditMinor -= input.AmountMinor; break;
            case LoanTransactionKind.Pause or LoanTransactionKind.Resume: Halt(input); break;
            case LoanTransactionKind.ChargeOff: GiveUp(input); break;
            case LoanTransactionKind.WriteBack: TakeBack(); break;
            case LoanTransactionKind.Return: SettleByDevice(input); break;
            case LoanTransactionKind.Disbursement: HandOut(input); break;
            case LoanTransactionKind.DisbursementCancelled: break;
            default: throw new InvalidOperationException($"A loan does not know how to take {input.Kind}.");
        }

        Tally();
        return applied;
    }

    // Lets days pass: penalties, fees fallen due, interest. Nothing is said and nothing posted here.
    private void Advance(DateOnly through)
    {
        if (through <= CaughtUpOn) return;
        ChargePenalties(through);
        CaughtUpOn = through;
        Tally();
    }

    private void Begin(IReadOnlyList<PlannedRow> rows)
    {
        foreach (var other in _installments.Where(i => rows.All(row => row.Number != i.Number)).ToList()) Drop(other);
        foreach (var row in rows) Place(row);
        (CaughtUpOn, AccruedMinor, CreditMinor, CapitalisedMinor) = (DisbursedOn, 0, 0, 0);
        PrincipalMinor = _transactions.Single(t => t.Kind == LoanTransactionKind.Booking).AmountMinor;
        (PenaltyCount, PenaltyWeight, PenaltyRunning) = (0, 0, false);
        BeginRisk();
        Tally();
    }

    // A row that goes is kept aside: when one with its number is laid again, it is the same one, which is stored once.
    private void Drop(Installment row)
    {
        _installments.Remove(row);
        _dropped.Add(row);
    }

    private Installment Place(PlannedRow row)
    {
        if (_installments.Find(i => i.Number == row.Number) is not { } placed)
        {
            placed = _dropped.Find(i => i.Number == row.Number) ?? new Installment(Id, row);
            _dropped.Remove(placed);
            _installments.Add(placed);
        }

        placed.Plan(row);
        return placed;
    }

    private LoanTransaction Record(
        LoanTransactionKind kind, DateOnly effectiveOn, DateOnly today, long amountMinor, PaymentId? payment = null,
        int? reverses = null, LoanTransactionDetail? data = null)
    {
        var input = new LoanTransaction(Id, ++LastSequence, kind, effectiveOn, today, amountMinor, payment, reverses, data);
        _transactions.Add(input);
        return input;
    }

    private void RequireHistory()
    {
        if (_transactions.Count != LastSequence)
            throw new InvalidOperationException($"Load all {LastSequence} transactions of {Number} before replaying it.");
    }
}
