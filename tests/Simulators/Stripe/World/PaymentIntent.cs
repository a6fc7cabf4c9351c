using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>One payment through all its attempts; at most one of them succeeds.</summary>
public sealed class PaymentIntent(Account account, long amount, string currency, long created)
{
    /// <summary>Its id, <c>pi_…</c>.</summary>
    public string Id { get; } = Ids.New("pi_3");

    /// <summary>The account paid.</summary>
    public Account Account { get; } = account;

    /// <summary>How much, as Stripe counts.</summary>
    public long Amount { get; set; } = amount;

    /// <summary>The currency, lower case.</summary>
    public string Currency { get; } = currency;

    /// <summary>When it was made.</summary>
    public long Created { get; } = created;

    /// <summary>Its metadata.</summary>
    public Dictionary<string, string> Metadata { get; init; } = [];

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>The session it belongs to, when there is one.</summary>
    public CheckoutSession? Session { get; init; }

    /// <summary><c>requires_payment_method</c>, <c>requires_confirmation</c>, <c>requires_action</c>, <c>succeeded</c> or <c>canceled</c>.</summary>
    public string Status { get; set; } = "requires_payment_method";

    /// <summary>The card tried or to be tried.</summary>
    public Card? Card { get; set; }

    /// <summary>Where the customer returns after the extra check.</summary>
    public string? ReturnUrl { get; set; }

    /// <summary>Where the extra check is, while it is asked for.</summary>
    public string? ActionUrl { get; set; }

    /// <summary>The last attempt's charge.</summary>
    public Charge? LatestCharge { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public JsonObject? LastError { get; set; }

    /// <summary>When it was cancelled, and why.</summary>
    public (long At, string? Reason)? Cancelled { get; set; }

    private readonly string _secret = Ids.New("_secret_", 25);

    /// <summary>The object as the API shows it.</summary>
    public JsonObject Render() => new()
    {
        ["id"] = Id,
        ["object"] = "payment_intent",
        ["amount"] = Amount,
        ["amount_capturable"] = 0,
        ["amount_received"] = Status == "succeeded" ? Amount : 0,
        ["canceled_at"] = Cancelled?.At,
        ["cancellation_reason"] = Cancelled?.Reason,
        ["capture_method"] = "automatic_async",
        ["client_secret"] = Id + _secret,
        ["confirmation_method"] = "automatic",
        ["created"] = Created,
        ["currency"] = Currency,
        ["customer"] = null,
        ["description"] = Description,
        ["last_payment_error"] = LastError?.DeepClone(),
        ["latest_charge"] = LatestCharge?.Id,
        ["livemode"] = false,
        ["metadata"] = Json.Of(Metadata),
        ["next_action"] = ActionUrl is null ? null : new JsonObject
        {
            ["redirect_to_url"] = new JsonObject { ["return_url"] = ReturnUrl, ["url"] = ActionUrl },
            ["type"] = "redirect_to_url",
        },
        ["payment_method"] = Card?.Id,
        ["payment_method_types"] = new JsonArray("card"),
        ["receipt_email"] = null,
        ["status"] = Status,
    };
}

/// <summary>One attempt to take money from a card.</summary>
public sealed class Charge(PaymentIntent intent, Card card, long created)
{
    /// <summary>Its id, <c>ch_…</c>.</summary>
    public string Id { get; } = Ids.New("ch_3");

    /// <summary>True when the money came.</summary>
    public bool Succeeded => card.Decline is null;

    /// <summary>The object as the API shows it.</summary>
    public JsonObject Render() => new()
    {
        ["id"] = Id,
        ["object"] = "charge",
        ["amount"] = intent.Amount,
        ["amount_captured"] = Succeeded ? intent.Amount : 0,
        ["amount_refunded"] = 0,
        ["captured"] = Succeeded,
        ["created"] = created,
        ["currency"] = intent.Currency,
        ["description"] = intent.Description,
        ["failure_code"] = card.Decline?.Code,
        ["failure_message"] = card.Decline?.Message,
        ["livemode"] = false,
        ["metadata"] = Json.Of(intent.Metadata),
        ["outcome"] = new JsonObject
        {
            ["network_status"] = Succeeded ? "approved_by_network" : "declined_by_network",
            ["reason"] = card.Decline?.DeclineCode,
            ["type"] = Succeeded ? "authorized" : "issuer_declined",
        },
        ["paid"] = Succeeded,
        ["payment_intent"] = intent.Id,
        ["payment_method"] = card.Id,
        ["payment_method_details"] = new JsonObject
        {
            ["card"] = new JsonObject { ["brand"] = card.Brand, ["exp_month"] = card.Month, ["exp_year"] = card.Year, ["last4"] = card.Last4 },
            ["type"] = "card",
        },
        ["refunded"] = false,
        ["status"] = Succeeded ? "succeeded" : "failed",
    };
}
