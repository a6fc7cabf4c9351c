using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What happened to a loan from outside.</summary>
public enum LoanTransactionKind
{
    /// <summary>It was booked, with the rows it began with. The first of every loan.</summary>
    Booking,

    /// <summary>Money came.</summary>
    Payment,

    /// <summary>An earlier transaction is taken back, as if it had never been.</summary>
    Reversal,

    /// <summary>Something asked is forgiven.</summary>
    Waiver,

    /// <summary>Credit was paid out to the customer.</summary>
    CreditRefund,

    /// <summary>Credit was used for another loan.</summary>
    CreditUse,

    /// <summary>The installments were agreed anew.</summary>
    Restructure,

    /// <summary>The loan was given up as lost.</summary>
    ChargeOff,

    /// <summary>Money came for a loan given up.</summary>
    Recovery,

    /// <summary>A loan given up was taken back into the books.</summary>
    WriteBack,

    /// <summary>The device came back.</summary>
    Return,

    /// <summary>Being late stopped counting.</summary>
    Pause,

    /// <summary>Being late counts again.</summary>
    Resume,

    /// <summary>What is not asked of whoever pays all that is left: it comes right before that payment and counts with it.</summary>
    Rebate,

    /// <summary>A further agreed disbursement was handed out.</summary>
    Disbursement,

    /// <summary>A further agreed disbursement will not be handed out.</summary>
    DisbursementCancelled,
}

/// <summary>An installment as planned, in minor units: what a loan begins with, and what a restructuring puts in its place.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="From">The day its period begins.</param>
/// <param name="Due">The last day in time.</param>
/// <param name="Principal">Principal asked.</param>
/// <param name="Interest">Interest asked.</param>
/// <param name="Fee">Fees asked.</param>
/// <param name="Tax">Tax on them.</param>
/// <param name="Earned">Interest that is earned in the period.</param>
public sealed record PlannedRow(int Number, DateOnly From, DateOnly Due, long Principal, long Interest, long Fee, long Tax, long Earned)
{
    /// <summary>A row of a schedule.</summary>
    public static PlannedRow Of(ScheduleRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(row.Number, row.From, row.Due, row.Principal.Minor, row.Interest.Minor, row.Fees.Minor, row.Tax.Minor, row.Earned.Minor);
    }
}

/// <summary>What a transaction says besides its amount; kept as plain JSON, so that every kind can say its own.</summary>
public sealed record LoanTransactionDetail
{
    /// <summary>
    /// The rows a booking begins with, or a restructuring agreed, before what was carried over; those of a disbursement are
    /// the whole schedule of all that had been handed out by then, this one included.
    /// </summary>
    public IReadOnlyList<PlannedRow>? Rows { get; init; }

    /// <summary>The installment it is about; null for the oldest first.</summary>
    public int? Installment { get; init; }

    /// <summary>The number of the disbursement it is about; the one a loan is booked with is 1.</summary>
    public int? Disbursement { get; init; }

    /// <summary>Where the money of a disbursement went.</summary>
    public TopUpTo? PaidTo { get; init; }

    /// <summary>The key under which it was asked for, so that the same request again does nothing more.</summary>
    public string? Key { get; init; }

    /// <summary>How it was restructured.</summary>
    public RestructurePlan? Plan { get; init; }

    /// <summary>Why, in the words of who did it.</summary>
    public string? Reason { get; init; }

    /// <summary>The last day of a pause.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>What a charge-off used of the allowance for loan losses, in minor units.</summary>
    public long? AllowanceMinor { get; init; }

    /// <summary>At what value a device that was sold stood in the books, in minor units; null when it was valued.</summary>
    public long? SoldAtValueMinor { get; init; }
}

/// <summary>
/// One thing that happened to a loan from outside. A loan's state follows from its contract, its transactions ordered by
/// <see cref="EffectiveOn"/> and <see cref="Sequence"/>, and the day; penalties and accrual are derived. Rows are only
/// ever added: what is taken back is named by a later one.
/// </summary>
public sealed class LoanTransaction
{
    private LoanTransaction()
    {
    }

    internal LoanTransaction(
        LoanId loan, int sequence, LoanTransactionKind kind, DateOnly effectiveOn, DateOnly recordedOn, long amountMinor,
        PaymentId? payment, int? reverses, LoanTransactionDetail? data)
    {
        LoanId = loan;
        Sequence = sequence;
        Kind = kind;
        EffectiveOn = effectiveOn;
        RecordedOn = recordedOn;
        AmountMinor = amountMinor;
        PaymentId = payment;
        Reverses = reverses;
        Data = data;
    }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>Its place among the loan's transactions as recorded; 1 is the booking.</summary>
    public int Sequence { get; private set; }

    /// <summary>What happened.</summary>
    public LoanTransactionKind Kind { get; private set; }

    /// <summary>The day from which it counts.</summary>
    public DateOnly EffectiveOn { get; private set; }

    /// <summary>The day on which it was recorded, in the tenant's time zone.</summary>
    public DateOnly RecordedOn { get; private set; }

    /// <summary>How much, in minor units of the loan's currency.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The payment it is about, if one.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>The <see cref="Sequence"/> of the transaction it takes back, if one; each is taken back once at most.</summary>
    public int? Reverses { get; private set; }

    /// <summary>What it says besides.</summary>
    public LoanTransactionDetail? Data { get; private set; }

    /// <summary>True for money that came, for a loan in the books or one given up.</summary>
    public bool IsPayment => Kind is LoanTransactionKind.Payment or LoanTransactionKind.Recovery;
}
