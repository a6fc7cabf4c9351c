using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>How far a wish to pay by card has come.</summary>
public enum PaymentIntentState
{
    /// <summary>Kept here; the provider has not been asked or has not answered.</summary>
    Created,

    /// <summary>The provider waits for the customer.</summary>
    Waiting,

    /// <summary>Paid; final.</summary>
    Succeeded,

    /// <summary>Not paid; the provider may still say that a later try succeeded.</summary>
    Failed,
}

/// <summary>
/// A customer's wish to pay by card, kept before the provider is asked. The provider's messages come in any order and
/// more than once: a success is final and counts whatever was said before, a failure after it is left out.
/// </summary>
public sealed class PaymentIntent : Entity
{
    private PaymentIntent()
    {
    }

    /// <summary>Every legal step; the rest changes nothing or is refused.</summary>
    public static IReadOnlyList<(PaymentIntentState From, PaymentIntentState To)> Transitions { get; } =
    [
        (PaymentIntentState.Created, PaymentIntentState.Waiting),
        (PaymentIntentState.Created, PaymentIntentState.Succeeded),
        (PaymentIntentState.Created, PaymentIntentState.Failed),
        (PaymentIntentState.Waiting, PaymentIntentState.Succeeded),
        (PaymentIntentState.Waiting, PaymentIntentState.Failed),
        (PaymentIntentState.Failed, PaymentIntentState.Succeeded),
    ];

    /// <summary>Its id.</summary>
    public PaymentIntentId Id { get; private set; }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>The customer.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>Through whom.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The provider's reference once it has answered.</summary>
    public string? ProviderRef { get; private set; }

    /// <summary>How much.</summary>
    public long AmountMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>How far it has come.</summary>
    public PaymentIntentState State { get; private set; }

    /// <summary>The provider's code of the latest failure.</summary>
    public string? Failure { get; private set; }

    /// <summary>The payment it became; null while it is none, and when the money could not be matched.</summary>
    public PaymentId? PaymentId { get; private set; }

    /// <summary>When the customer began.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>How much.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>Keeps the wish to pay an amount the loan can take.</summary>
    /// <exception cref="Refusal">What <see cref="Payment.Check"/> refuses.</exception>
    public static PaymentIntent Create(PaymentIntentId id, Loan loan, string provider, Money amount, DateTimeOffset at)
    {
        Payment.Check(loan, amount);
        var intent = new PaymentIntent
        {
            Id = id,
            LoanId = loan.Id,
            CustomerId = loan.CustomerId,
            Provider = provider,
            AmountMinor = amount.Minor,
            Currency = amount.Currency,
            CreatedAt = at,
        };
        intent.Raise(new CardPaymentStarted(id, loan.Id, loan.CustomerId, amount, provider));
        return intent;
    }

    /// <summary>
    /// The provider has taken the wish under its reference. The same answer again changes nothing; if its success or
    /// failure came first, only the reference is kept.
    /// </summary>
    /// <exception cref="Refusal"><c>payments.intent_step_not_allowed</c> when it has another reference.</exception>
    public void Wait(string providerRef)
    {
        if (ProviderRef is not null && ProviderRef != providerRef)
            throw PaymentsRefusals.IntentStepNotAllowed(State, PaymentIntentState.Waiting);
        ProviderRef = providerRef;
        if (State == PaymentIntentState.Created) State = PaymentIntentState.Waiting;
    }

    /// <summary>The provider says it is paid; counts also after a failure.</summary>
    /// <param name="payment">What it became; null when the money could not be matched.</param>
    /// <returns>False when it was known already.</returns>
    public bool Succeed(PaymentId? payment = null)
    {
        if (!Moves(PaymentIntentState.Succeeded)) return false;
        Failure = null;
        PaymentId = payment;
        Raise(new CardPaymentSucceeded(Id, LoanId, CustomerId));
        return true;
    }

    /// <summary>The provider says it failed; left out after a success.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool Fail(string failure)
    {
        if (!Moves(PaymentIntentState.Failed)) return false;
        Failure = failure;
        Raise(new CardPaymentFailed(Id, LoanId, CustomerId, failure));
        return true;
    }

    private bool Moves(PaymentIntentState to)
    {
        if (!Transitions.Contains((State, to))) return false;
        State = to;
        return true;
    }
}
