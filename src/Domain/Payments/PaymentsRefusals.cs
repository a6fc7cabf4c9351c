using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>Every "no" of payments.</summary>
public static class PaymentsRefusals
{
    /// <summary>Nothing or less.</summary>
    public static Refusal AmountNotPositive() =>
        new("payments.amount_not_positive", "The amount must be more than zero.", field: "amount");

    /// <summary>More than is owed.</summary>
    public static Refusal ExceedsBalance(Money balance) =>
        new("payments.exceeds_balance", $"Only {balance} is still owed. Pay at most that.", field: "amount");

    /// <summary>Another currency than the loan's.</summary>
    public static Refusal WrongCurrency(Currency expected) =>
        new("payments.wrong_currency", $"This loan is in {expected}. Pay in {expected}.", field: "currency");

    /// <summary>Nothing is owed any more.</summary>
    public static Refusal LoanClosed() =>
        new("payments.loan_closed", "This loan is paid off; nothing is owed any more.", RefusalKind.Conflict);

    /// <summary>No such payment here.</summary>
    public static Refusal NotFound() => new("payments.not_found", "There is no such payment.", RefusalKind.NotFound);

    /// <summary>No such wish to pay here.</summary>
    public static Refusal IntentNotFound() => new("payments.intent_not_found", "There is no such card payment.", RefusalKind.NotFound);

    /// <summary>The wish to pay has another reference already.</summary>
    public static Refusal IntentStepNotAllowed(PaymentIntentState from, PaymentIntentState to) =>
        new("payments.intent_step_not_allowed", $"A card payment that is {from} cannot become {to}.", RefusalKind.Conflict);

    /// <summary>No such unmatched money here.</summary>
    public static Refusal UnmatchedNotFound() =>
        new("payments.unmatched_not_found", "There is no such unmatched payment.", RefusalKind.NotFound);

    /// <summary>The money has been given to a loan already.</summary>
    public static Refusal AlreadySettled() =>
        new("payments.already_settled", "This money has been matched to a loan already.", RefusalKind.Conflict);

    /// <summary>The same key came with another payment.</summary>
    public static Refusal IdempotencyKeyReused() =>
        new("payments.idempotency_key_reused", "This idempotency key was used for another payment. Use a new key.", RefusalKind.Conflict, "idempotencyKey");

    /// <summary>The key is too long.</summary>
    public static Refusal IdempotencyKeyInvalid() =>
        new("payments.idempotency_key_invalid", "An idempotency key has 1 to 100 characters.", field: "idempotencyKey");

    /// <summary>Card payments are not set up.</summary>
    public static Refusal ProviderUnknown(string provider) =>
        new("payments.provider_unknown", $"Payments through '{provider}' are not set up here.", RefusalKind.NotFound);

    /// <summary>The provider could not be reached.</summary>
    public static Refusal ProviderUnavailable() =>
        new("payments.provider_unavailable", "Card payments do not work at the moment. Nothing was charged; try again in a minute.", RefusalKind.Conflict);

    /// <summary>The webhook's signature does not fit its body.</summary>
    public static Refusal SignatureInvalid() =>
        new("payments.signature_invalid", "The webhook's signature does not verify.", RefusalKind.Unauthenticated);

    /// <summary>The webhook was signed too long ago.</summary>
    public static Refusal SignatureStale() =>
        new("payments.signature_stale", "The webhook was signed too long ago; it may be a replay.", RefusalKind.Unauthenticated);

    /// <summary>The webhook's body cannot be read.</summary>
    public static Refusal WebhookMalformed() =>
        new("payments.webhook_malformed", "The webhook's body cannot be read.");

    /// <summary>Not a key of the provider.</summary>
    public static Refusal ProviderKeyInvalid() =>
        new("payments.provider_key_invalid", "This is not a secret key. It begins with sk_test_, sk_live_, rk_test_ or rk_live_.", field: "secretKey");

    /// <summary>Not a webhook secret of the provider.</summary>
    public static Refusal WebhookSecretInvalid() =>
        new("payments.webhook_secret_invalid", "This is not a webhook secret. It begins with whsec_.", field: "webhookSecret");

    /// <summary>Real money has no place where time is made up.</summary>
    public static Refusal LiveKeyInSandbox() =>
        new("payments.live_key_in_sandbox", "A sandbox takes test keys only: its clock is not real, so its money must not be either.", field: "secretKey");

    /// <summary>Play money must not free real devices.</summary>
    public static Refusal TestKey() =>
        new("payments.test_key", "A shop with real customers takes live keys only: with a test key, a test card would unlock real devices.", field: "secretKey");

    /// <summary>A decision about money needs a reason.</summary>
    public static Refusal ReasonNeeded() =>
        new("payments.reason_needed", "Say why, in 3 to 500 characters; it is kept in the log.", field: "reason");

    /// <summary>The words of a reason that was given.</summary>
    /// <exception cref="Refusal"><c>payments.reason_needed</c></exception>
    public static string Reason(string? given) => given?.Trim() is { Length: >= 3 and <= 500 } reason ? reason : throw ReasonNeeded();

    /// <summary>Not one of the causes.</summary>
    public static Refusal CauseUnknown() =>
        new("payments.cause_unknown", "Say what happened to the money: bounced, wrong_loan or counted_twice.", field: "cause");

    /// <summary>Credit is used for another loan of the one whose it is.</summary>
    public static Refusal NotSameCustomer() =>
        new("payments.not_same_customer", "Credit pays for another loan of the same customer, and for nobody else's.", field: "forLoan");

    /// <summary>What it counts for is no longer what the person saw.</summary>
    public static Refusal RateMoved(Money counts) =>
        new("payments.rate_moved", $"At the rate known now this money counts for {counts}. Look again before you match it.", RefusalKind.Conflict, "counts");

    /// <summary>Without the provider's name for it, or with one too long.</summary>
    public static Refusal PayoutReferenceInvalid() =>
        new("payments.payout_reference_invalid", "A pay-out has the provider's reference, of 1 to 100 characters.", field: "reference");

    /// <summary>A fee below nothing, or above all there is.</summary>
    public static Refusal PayoutFeeInvalid() =>
        new("payments.payout_fee_invalid", "The fee is not less than zero and not more than the whole pay-out.", field: "fee");

    /// <summary>A day that has not come, or none at all.</summary>
    public static Refusal PayoutDayInvalid() =>
        new("payments.payout_day_invalid", "Choose the day the money was paid out; it is not after today.", field: "paidOn");

    /// <summary>The provider holds nothing in this currency, and never did.</summary>
    public static Refusal PayoutCurrency(string provider, Currency currency) =>
        new("payments.payout_currency", $"'{provider}' took no money in {currency}.", field: "currency");

    /// <summary>More than the provider holds.</summary>
    public static Refusal PayoutExceedsUnsettled(Money unsettled) =>
        new("payments.payout_exceeds_unsettled", $"Only {unsettled} are unsettled. More cannot be paid out.", RefusalKind.Conflict, "gross");

    /// <summary>The provider's reference stands for another pay-out.</summary>
    public static Refusal PayoutDiffers() =>
        new("payments.payout_differs", "A pay-out with this reference is there already, with another amount, fee, currency or day. Book what is missing, such as its fee, under a reference of its own.", RefusalKind.Conflict, "reference");

    /// <summary>The money came in another currency and was sold since.</summary>
    public static Refusal ReversalOfExchanged(Money held) =>
        new("payments.reversal_of_exchanged", $"This money came in another currency and was sold since; only {held} are held. Buy it back first.", RefusalKind.Conflict);
}
