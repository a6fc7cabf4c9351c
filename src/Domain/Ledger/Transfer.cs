using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>What a transfer records.</summary>
public enum TransferKind
{
    /// <summary>A device sold on installments.</summary>
    LoanBooked,

    /// <summary>Money received for a loan.</summary>
    PaymentReceived,

    /// <summary>Money received for nobody known.</summary>
    MoneyUnmatched,

    /// <summary>Such money given to a loan.</summary>
    UnmatchedSettled,

    /// <summary>Interest earned by the passing of days.</summary>
    InterestAccrued,

    /// <summary>Fees and their tax that fell due.</summary>
    FeesDue,

    /// <summary>A penalty for being late.</summary>
    PenaltyCharged,

    /// <summary>Interest, fees or penalties the customer was let off.</summary>
    Waived,

    /// <summary>A payment taken back: the books as if it had never been.</summary>
    PaymentReversed,

    /// <summary>Credit given back to the customer.</summary>
    CreditRefunded,

    /// <summary>What changed by new terms for a running loan.</summary>
    LoanRestructured,

    /// <summary>A loan given up as a loss.</summary>
    ChargedOff,

    /// <summary>Money for a loan that was charged off.</summary>
    Recovered,

    /// <summary>A charged-off loan taken into the books again.</summary>
    WrittenBack,

    /// <summary>A device that came back, was valued or sold.</summary>
    DeviceReturned,

    /// <summary>The allowance for loan losses brought to what is expected.</summary>
    Provisioned,

    /// <summary>Written by a person, with a reason.</summary>
    ManualJournal,

    /// <summary>Income and expenses of a period moved to retained earnings, or moved back.</summary>
    PeriodClosed,

    /// <summary>More handed out of what was agreed to be lent.</summary>
    LoanDisbursed,

    /// <summary>Money of one currency given for another's.</summary>
    CurrencyExchanged,

    /// <summary>Money of another currency counted at a new rate.</summary>
    Revalued,

    /// <summary>Card money a provider paid out to the merchant's bank, or kept as its fee.</summary>
    ProviderPaidOut,
}

/// <summary>How far a transfer goes.</summary>
public enum TransferPhase
{
    /// <summary>It moves money at once.</summary>
    Posted,

    /// <summary>It holds money back until another posts or voids it, or its time runs out.</summary>
    Pending,

    /// <summary>It posts a pending one, in whole or in part, and frees the rest.</summary>
    Posting,

    /// <summary>It frees all of a pending one.</summary>
    Voiding,
}

/// <summary>
/// One thing that happened to money, balanced in every currency by construction: its entries sum to zero. It is
/// written once and never changed.
/// </summary>
public sealed class Transfer : Entity
{
    private readonly List<Entry> _entries = [];
    private readonly List<Reservation> _reservations = [];

    private Transfer()
    {
    }

    /// <summary>The transfer's id.</summary>
    public TransferId Id { get; private set; }

    /// <summary>What it records.</summary>
    public TransferKind Kind { get; private set; }

    /// <summary>How far it goes.</summary>
    public TransferPhase Phase { get; private set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The day it is booked on in the tenant's time zone: the day it belongs to, or the first that was still open.</summary>
    public DateOnly BookedOn { get; private set; }

    /// <summary>The day it belongs to.</summary>
    public DateOnly EffectiveOn { get; private set; }

    /// <summary>The loan it is about, if one.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>The payment it is about, if one.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>A few words for people; no personal data.</summary>
    public string Memo { get; private set; } = "";

    /// <summary>The pending transfer it posts or voids.</summary>
    public TransferId? PendingId { get; private set; }

    /// <summary>From when a pending one can no longer be posted.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>The journal it takes back.</summary>
    public TransferId? ReversesId { get; private set; }

    /// <summary>The first transfer of the chain it was written in; null when it was written alone.</summary>
    public TransferId? ChainId { get; private set; }

    /// <summary>Who wrote it; null when the product did.</summary>
    public string? WrittenBy { get; private set; }

    /// <summary>Why, in that person's words.</summary>
    public string? Reason { get; private set; }

    /// <summary>Its lines: debits positive, credits negative.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>What a pending one holds back.</summary>
    public IReadOnlyList<Reservation> Reservations => _reservations;

    // The database keeps less of a second than the clock gives.
    private double? Lasts => ExpiresAt is { } end ? Math.Round((end - At).TotalSeconds) : null;

    /// <summary>Writes a transfer. Lines of zero are left out.</summary>
    /// <exception cref="ArgumentException">Fewer than two lines, or a currency that does not sum to zero: a bug, never a refusal.</exception>
    public static Transfer Of(Posting posting, TransferKind kind, string memo, params IReadOnlyList<Line> lines)
    {
        var transfer = New(posting, kind, memo, TransferPhase.Posted);
        transfer.Write(posting, lines);
        return transfer;
    }

    /// <summary>Holds money back until <paramref name="expiresAt"/>.</summary>
    /// <exception cref="ArgumentException">As <see cref="Of"/>.</exception>
    public static Transfer Pending(Posting posting, TransferKind kind, string memo, DateTimeOffset expiresAt, params IReadOnlyList<Line> lines)
    {
        var transfer = New(posting, kind, memo, TransferPhase.Pending);
        transfer.ExpiresAt = expiresAt;
        transfer._reservations.AddRange(Balanced(lines).Select((line, i) => new Reservation(posting.Id, checked((short)(i + 1)), line)));
        return transfer;
    }

    /// <summary>Posts what a pending transfer holds back; with lines, less of it, and the rest is freed.</summary>
    /// <exception cref="Refusal"><c>ledger.not_pending</c>, <c>ledger.pending_expired</c>, <c>ledger.beyond_reserved</c></exception>
    public Transfer Post(Posting posting, IReadOnlyList<Line>? less = null)
    {
        if (Phase != TransferPhase.Pending) throw LedgerRefusals.NotPending();
        if (posting.At >= ExpiresAt) throw LedgerRefusals.PendingExpired();
        var lines = less ?? [.. _reservations.OrderBy(r => r.Line).Select(r => new Line(r.AccountId, r.Amount))];
        foreach (var part in lines.GroupBy(line => line.Account))
        {
            var (taken, held) = (part.Sum(line => line.Amount.Minor), _reservations.Where(r => r.AccountId == part.Key).Sum(r => r.AmountMinor));
            if (Math.Sign(taken) != Math.Sign(held) || Math.Abs(taken) > Math.Abs(held)) throw LedgerRefusals.BeyondReserved();
        }

        var transfer = New(posting with { Loan = LoanId, Payment = PaymentId }, Kind, Memo, TransferPhase.Posting);
        transfer.PendingId = Id;
        transfer.Write(posting with { Loan = LoanId }, lines);
        return transfer;
    }

    /// <summary>Frees all that a pending transfer holds back; also when its time has run out.</summary>
    /// <exception cref="Refusal"><c>ledger.not_pending</c></exception>
    public Transfer Void(Posting posting)
    {
        if (Phase != TransferPhase.Pending) throw LedgerRefusals.NotPending();
        var transfer = New(posting with { Loan = LoanId, Payment = PaymentId }, Kind, Memo, TransferPhase.Voiding);
        transfer.PendingId = Id;
        return transfer;
    }

    /// <summary>Takes a journal back by its opposite.</summary>
    /// <exception cref="Refusal"><c>ledger.not_a_journal</c></exception>
    public Transfer Reverse(Posting posting)
    {
        if (Kind != TransferKind.ManualJournal || Phase is not (TransferPhase.Posted or TransferPhase.Posting) || ReversesId is not null)
            throw LedgerRefusals.NotAJournal();
        return Opposite(posting);
    }

    /// <summary>What moves everything back that it moved; the database lets a transfer have one.</summary>
    public Transfer Opposite(Posting posting)
    {
        var transfer = Of(posting, Kind, Memo, [.. _entries.OrderBy(e => e.Line).Select(e => new Line(e.AccountId, -e.Amount))]);
        transfer.ReversesId = Id;
        return transfer;
    }

    /// <summary>Says that it is one of a chain, written together or not at all.</summary>
    public void LinkTo(TransferId first) => ChainId = first;

    /// <summary>What another transfer of the same id says otherwise: one of its fields; null when both say the same.</summary>
    /// <remarks>When it was written is not what it says: the same request comes again later.</remarks>
    public string? DifferenceTo(Transfer other)
    {
        if (Kind != other.Kind) return "kind";
        if (Phase != other.Phase || Lasts != other.Lasts) return "timeout";
        if (EffectiveOn != other.EffectiveOn) return "date";
        if ((PendingId, ReversesId) != (other.PendingId, other.ReversesId)) return "transfer";
        if ((LoanId, PaymentId) != (other.LoanId, other.PaymentId)) return "loan";
        if (Reason != other.Reason || Memo != other.Memo) return "reason";
        if (ChainId != other.ChainId) return "chain";
        return Lines().SequenceEqual(other.Lines()) ? null : "lines";
    }

    /// <summary>Its lines in their order, posted or held back.</summary>
    public IEnumerable<Line> Lines() => _entries.OrderBy(e => e.Line).Select(e => new Line(e.AccountId, e.Amount))
        .Concat(_reservations.OrderBy(r => r.Line).Select(r => new Line(r.AccountId, r.Amount)));

    private static Transfer New(Posting posting, TransferKind kind, string memo, TransferPhase phase) => new()
    {
        Id = posting.Id,
        Kind = kind,
        Phase = phase,
        At = posting.At,
        BookedOn = posting.On,
        EffectiveOn = posting.On,
        LoanId = posting.Loan,
        PaymentId = posting.Payment,
        Memo = memo,
        WrittenBy = posting.By,
        Reason = posting.Reason,
    };

    private static List<Line> Balanced(IReadOnlyList<Line> lines)
    {
        var kept = lines.Where(line => !line.Amount.IsZero).ToList();
        if (kept.Count < 2) throw new ArgumentException("A transfer has at least two lines that are not zero.", nameof(lines));
        foreach (var currency in kept.GroupBy(line => line.Amount.Currency))
            if (currency.Sum(line => line.Amount.Minor) is not 0 and var off)
                throw new ArgumentException($"The transfer does not balance: {new Money(off, currency.Key)} too much is debited.", nameof(lines));
        return kept;
    }

    private void Write(Posting posting, IReadOnlyList<Line> lines) =>
        _entries.AddRange(Balanced(lines).Select((line, i) => new Entry(posting, checked((short)(i + 1)), line)));
}

/// <summary>What every transfer says about itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it is written.</param>
/// <param name="On">The day it belongs to.</param>
/// <param name="Loan">The loan it is about, if one.</param>
/// <param name="Payment">The payment it is about, if one.</param>
/// <param name="By">The person who writes it; null for the product.</param>
/// <param name="Reason">Why, in that person's words.</param>
public sealed record Posting(
    TransferId Id, DateTimeOffset At, DateOnly On, LoanId? Loan = null, PaymentId? Payment = null, string? By = null, string? Reason = null);
