using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>How money came.</summary>
public enum PaymentMethod
{
    /// <summary>Cash at the counter.</summary>
    Cash,

    /// <summary>Card through a provider.</summary>
    Card,

    /// <summary>The deposit at the sale; part of the price, no installment.</summary>
    Deposit,

    /// <summary>Credit of the same customer's other loan; no money came.</summary>
    Credit,
}

/// <summary>What a receipt says besides the money.</summary>
/// <param name="Number">The receipt's number.</param>
/// <param name="At">When the money was received.</param>
/// <param name="RecordedBy">The user id or provider that recorded it.</param>
/// <param name="IdempotencyKey">The caller's key against recording twice; null when none.</param>
/// <param name="PaidOn">The earlier day from which it counts; null for the day of recording.</param>
public sealed record Receipt(string Number, DateTimeOffset At, string RecordedBy, string? IdempotencyKey = null, DateOnly? PaidOn = null);

/// <summary>The provider's name for a payment; the same one is never recorded twice.</summary>
/// <param name="Provider">The provider, such as <c>stripe</c>.</param>
/// <param name="Reference">Its reference.</param>
public sealed record ProviderReference(string Provider, string Reference);

/// <summary>
/// One payment received, with what it went to. Its allocations and what was credited sum to its amount, to the minor
/// unit. It is never changed.
/// </summary>
public sealed class Payment : Entity
{
    private readonly List<PaymentAllocation> _allocations = [];

    private Payment()
    {
    }

    /// <summary>The payment's id.</summary>
    public PaymentId Id { get; private set; }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>Who owes the loan.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>How it was paid.</summary>
    public PaymentMethod Method { get; private set; }

    /// <summary>All of it.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>What was too much and is kept as the customer's credit.</summary>
    public long CreditedMinor { get; private set; }

    /// <summary>What the loan owed once it was taken; null for deposits and for payments older than this.</summary>
    public long? BalanceAfterMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The provider; null for cash.</summary>
    public string? Provider { get; private set; }

    /// <summary>The provider's reference, unique with the provider.</summary>
    public string? ProviderRef { get; private set; }

    /// <summary>The caller's key against recording twice.</summary>
    public string? IdempotencyKey { get; private set; }

    /// <summary>The receipt's number.</summary>
    public string ReceiptNumber { get; private set; } = "";

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The earlier day from which it counts, when it was recorded later; null when it counts from the day of <see cref="ReceivedAt"/>.</summary>
    public DateOnly? PaidOn { get; private set; }

    /// <summary>The user id or provider that recorded it.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>What went to which installment.</summary>
    public IReadOnlyList<PaymentAllocation> Allocations => _allocations;

    /// <summary>All of it.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What was too much.</summary>
    public Money Credited => new(CreditedMinor, Currency);

    /// <summary>Refuses an amount that this loan cannot take in full; money that has come already is never refused.</summary>
    /// <exception cref="Refusal"><c>payments.wrong_currency</c>, <c>payments.amount_not_positive</c>, <c>payments.loan_closed</c>, <c>payments.exceeds_balance</c></exception>
    public static void Check(Loan loan, Money amount)
    {
        if (amount.Currency != loan.Currency) throw PaymentsRefusals.WrongCurrency(loan.Currency);
        if (amount.Minor <= 0) throw PaymentsRefusals.AmountNotPositive();
        if (loan.State == LoanState.PaidOff) throw PaymentsRefusals.LoanClosed();
        if (amount > loan.Balance) throw PaymentsRefusals.ExceedsBalance(loan.Balance);
    }

    /// <summary>Records cash that a loan has taken.</summary>
    public static Payment Cash(PaymentId id, Loan loan, Money amount, AppliedPayment applied, Receipt receipt) =>
        Received(id, loan, PaymentMethod.Cash, amount, applied, receipt, null);

    /// <summary>Records that credit of the customer's other loan was used for this one.</summary>
    public static Payment OfCredit(PaymentId id, Loan loan, Money amount, AppliedPayment applied, Receipt receipt) =>
        Received(id, loan, PaymentMethod.Credit, amount, applied, receipt, null);

    /// <summary>Records card money that a loan has taken, in full or in part.</summary>
    public static Payment Card(
        PaymentId id, Loan loan, Money amount, AppliedPayment applied, Receipt receipt, ProviderReference reference) =>
        Received(id, loan, PaymentMethod.Card, amount, applied, receipt, reference);

    /// <summary>Records the deposit of a sale; the loan's installments have no part in it.</summary>
    /// <exception cref="Refusal"><c>payments.amount_not_positive</c></exception>
    public static Payment Deposit(PaymentId id, Loan loan, Receipt receipt)
    {
        if (loan.Deposit.Minor <= 0) throw PaymentsRefusals.AmountNotPositive();
        var payment = Build(id, loan, PaymentMethod.Deposit, loan.Deposit, receipt, null);
        payment.Raise(new DepositReceived(id, loan.Id, loan.CustomerId, loan.Deposit, receipt.Number));
        return payment;
    }

    private static Payment Received(
        PaymentId id, Loan loan, PaymentMethod method, Money amount, AppliedPayment applied, Receipt receipt, ProviderReference? reference)
    {
        if (applied.Principal + applied.Interest + applied.Fees + applied.Penalties + applied.Rest != amount)
            throw new ArgumentException("The allocations and the rest are not the payment.", nameof(applied));
        var payment = Build(id, loan, method, amount, receipt, reference);
        payment.CreditedMinor = applied.Rest.Minor;
        payment.BalanceAfterMinor = loan.Balance.Minor;
        payment._allocations.AddRange(applied.Allocations.Select(part => new PaymentAllocation(id, part)));
        payment.Raise(new PaymentReceived(
            id, loan.Id, loan.CustomerId, method, amount, applied.Principal, applied.Interest, applied.Rest, receipt.Number,
            NoneIfZero(applied.Fees), NoneIfZero(applied.Penalties)));
        return payment;
    }

    private static Money? NoneIfZero(Money part) => part.IsZero ? null : part;

    private static Payment Build(
        PaymentId id, Loan loan, PaymentMethod method, Money amount, Receipt receipt, ProviderReference? reference)
    {
        if (receipt.IdempotencyKey is { Length: 0 or > 100 }) throw PaymentsRefusals.IdempotencyKeyInvalid();
        return new Payment
        {
            Id = id,
            LoanId = loan.Id,
            CustomerId = loan.CustomerId,
            Method = method,
            AmountMinor = amount.Minor,
            Currency = amount.Currency,
            Provider = reference?.Provider,
            ProviderRef = reference?.Reference,
            IdempotencyKey = receipt.IdempotencyKey,
            ReceiptNumber = receipt.Number,
            ReceivedAt = receipt.At,
            PaidOn = receipt.PaidOn,
            RecordedBy = receipt.RecordedBy,
        };
    }
}

/// <summary>The part of a payment that went to one installment, in minor units of the payment's currency.</summary>
public sealed class PaymentAllocation
{
    private PaymentAllocation()
    {
    }

    internal PaymentAllocation(PaymentId payment, Allocation part)
    {
        PaymentId = payment;
        InstallmentNumber = part.Installment;
        PrincipalMinor = part.Principal.Minor;
        InterestMinor = part.Interest.Minor;
        FeeMinor = (part.Fee + part.Tax).Minor;
        PenaltyMinor = part.Penalty.Minor;
    }

    /// <summary>The payment.</summary>
    public PaymentId PaymentId { get; private set; }

    /// <summary>The installment's number.</summary>
    public int InstallmentNumber { get; private set; }

    /// <summary>What repaid principal.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>What paid interest.</summary>
    public long InterestMinor { get; private set; }

    /// <summary>What paid fees and their tax.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>What paid penalties.</summary>
    public long PenaltyMinor { get; private set; }
}
