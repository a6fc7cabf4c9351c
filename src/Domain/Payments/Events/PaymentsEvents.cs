using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments.Events;

/// <summary>Money was received for a loan and allocated.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who owes the loan.</param>
/// <param name="Method">How it was paid.</param>
/// <param name="Amount">All of it.</param>
/// <param name="Principal">What repaid principal.</param>
/// <param name="Interest">What paid interest.</param>
/// <param name="Credited">What was too much and is kept as the customer's credit.</param>
/// <param name="ReceiptNumber">The number of its receipt.</param>
/// <param name="Fees">What paid fees and their tax; null for nothing.</param>
/// <param name="Penalties">What paid penalties; null for nothing.</param>
public sealed record PaymentReceived(
    PaymentId Payment, LoanId Loan, CustomerId Customer, PaymentMethod Method, Money Amount, Money Principal, Money Interest,
    Money Credited, string ReceiptNumber, Money? Fees = null, Money? Penalties = null) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A deposit was taken at the counter; it is part of the price and no installment.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">Who owes the loan.</param>
/// <param name="Amount">The deposit.</param>
/// <param name="ReceiptNumber">The number of its receipt.</param>
public sealed record DepositReceived(
    PaymentId Payment, LoanId Loan, CustomerId Customer, Money Amount, string ReceiptNumber) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>A customer began to pay by card.</summary>
/// <param name="Intent">The wish to pay.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Amount">How much.</param>
/// <param name="Provider">Through whom.</param>
public sealed record CardPaymentStarted(
    PaymentIntentId Intent, LoanId Loan, CustomerId Customer, Money Amount, string Provider) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>The provider said that a card payment succeeded.</summary>
/// <param name="Intent">The wish to pay.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">The customer.</param>
public sealed record CardPaymentSucceeded(PaymentIntentId Intent, LoanId Loan, CustomerId Customer) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>The provider said that a card payment failed; the customer can try again.</summary>
/// <param name="Intent">The wish to pay.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Failure">The provider's code.</param>
public sealed record CardPaymentFailed(PaymentIntentId Intent, LoanId Loan, CustomerId Customer, string Failure) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Failure;
}

/// <summary>Money arrived for nobody known and was kept aside.</summary>
/// <param name="Unmatched">The money.</param>
/// <param name="Provider">Through whom it came.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reason">Why it could not be matched.</param>
public sealed record MoneyUnmatched(UnmatchedPaymentId Unmatched, string Provider, Money Amount, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>Unmatched money was given to a loan.</summary>
/// <param name="Unmatched">The money.</param>
/// <param name="Payment">The payment it became.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reason">Why to this loan, in the words of who did it.</param>
public sealed record UnmatchedMoneySettled(
    UnmatchedPaymentId Unmatched, PaymentId Payment, LoanId Loan, Money Amount, string? Reason = null) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>Credit was handed back to the customer in cash.</summary>
/// <param name="Loan">The loan whose credit it was.</param>
/// <param name="Customer">Whose it was.</param>
/// <param name="Amount">How much.</param>
/// <param name="ReceiptNumber">The number of its receipt.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
public sealed record CreditRefunded(LoanId Loan, CustomerId Customer, Money Amount, string ReceiptNumber, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>Credit of one loan became a payment of another.</summary>
/// <param name="Loan">The loan whose credit it was.</param>
/// <param name="Customer">Who owes both.</param>
/// <param name="ForLoan">The loan it paid.</param>
/// <param name="Payment">The payment it became.</param>
/// <param name="Amount">How much.</param>
/// <param name="ReceiptNumber">The number of the payment's receipt.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
public sealed record CreditUsed(
    LoanId Loan, CustomerId Customer, LoanId ForLoan, PaymentId Payment, Money Amount, string ReceiptNumber, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override LoanId? AboutLoan => Loan;

    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;

    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The tenant's own account at a provider was connected, or its keys were changed.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Live">True for real money, false for the provider's test world.</param>
public sealed record ProviderConnected(string Provider, bool Live) : DomainEvent;

/// <summary>The list of payments was exported: names and amounts left the portal.</summary>
/// <param name="Method">The way of paying filtered by; null for all.</param>
/// <param name="From">The first day asked for; null for no bound.</param>
/// <param name="To">The last day asked for; null for no bound.</param>
/// <param name="Searched">True when it was narrowed by a search; the words may be personal and stay out of the log.</param>
public sealed record PaymentsExported(PaymentMethod? Method, DateOnly? From, DateOnly? To, bool Searched) : DomainEvent;

/// <summary>A provider paid card money out to the merchant's bank.</summary>
/// <param name="Payout">The pay-out.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Gross">What left the money it holds.</param>
/// <param name="Fee">What of it the provider kept.</param>
/// <param name="Net">What came to the bank.</param>
/// <param name="PaidOn">The day.</param>
public sealed record ProviderPaidOut(
    PayoutId Payout, string Provider, string Reference, Money Gross, Money Fee, Money Net, DateOnly PaidOn) : DomainEvent;

/// <summary>A provider told of a pay-out of more than it holds by the books: a person looks at it.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Amount">What came to the bank, as it says.</param>
/// <param name="Unsettled">What it holds by the books; null when it never held anything in that currency.</param>
public sealed record PayoutNotBooked(string Provider, string Reference, Money Amount, Money? Unsettled) : DomainEvent;

/// <summary>The list of pay-outs left the portal as a file.</summary>
/// <param name="From">The first day; null for all.</param>
/// <param name="To">The last day; null for all.</param>
public sealed record PayoutsExported(DateOnly? From, DateOnly? To) : DomainEvent;
