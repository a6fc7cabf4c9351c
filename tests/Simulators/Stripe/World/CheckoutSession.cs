using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>One thing paid for.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="UnitAmount">What one costs, as Stripe counts.</param>
/// <param name="Quantity">How many.</param>
public sealed record LineItem(string Name, long UnitAmount, long Quantity);

/// <summary>A hosted page on which a customer pays. Its payment intent appears with the first attempt, not before.</summary>
public sealed class CheckoutSession(Account account, string currency, IReadOnlyList<LineItem> items, long created)
{
    /// <summary>Its id, <c>cs_test_…</c>.</summary>
    public string Id { get; } = Ids.New("cs_test_a1", 56);

    /// <summary>The account paid.</summary>
    public Account Account { get; } = account;

    /// <summary>The currency, lower case.</summary>
    public string Currency { get; } = currency;

    /// <summary>What is paid for.</summary>
    public IReadOnlyList<LineItem> Items { get; } = items;

    /// <summary>The sum, as Stripe counts.</summary>
    public long Amount { get; } = items.Sum(item => item.UnitAmount * item.Quantity);

    /// <summary>When it was made.</summary>
    public long Created { get; } = created;

    /// <summary>When it can no longer be paid.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Where the customer goes after paying; may hold <c>{CHECKOUT_SESSION_ID}</c>.</summary>
    public required string SuccessUrl { get; init; }

    /// <summary>Where the customer goes when turning back; null for nowhere.</summary>
    public string? CancelUrl { get; init; }

    /// <summary>The merchant's own reference.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>The customer's address, when the merchant knew it.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>The session's metadata.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>What the payment intent's metadata will be.</summary>
    public required IReadOnlyDictionary<string, string> IntentMetadata { get; init; }

    /// <summary>What the payment intent's description will be.</summary>
    public string? IntentDescription { get; init; }

    /// <summary>Where the page is.</summary>
    public required Uri PageRoot { get; init; }

    /// <summary>The page's address.</summary>
    public string Url => new Uri(PageRoot, "/c/pay/" + Id).AbsoluteUri;

    /// <summary><c>open</c>, <c>complete</c> or <c>expired</c>.</summary>
    public string Status { get; set; } = "open";

    /// <summary>The payment, once there was an attempt.</summary>
    public PaymentIntent? Intent { get; set; }

    /// <summary>What the customer typed as an address.</summary>
    public string? PaidByEmail { get; set; }

    /// <summary>Where the customer goes after paying, with the id filled in.</summary>
    public string Success => SuccessUrl
        .Replace("{CHECKOUT_SESSION_ID}", Id, StringComparison.Ordinal)
        .Replace("%7BCHECKOUT_SESSION_ID%7D", Id, StringComparison.OrdinalIgnoreCase);

    /// <summary>The object as the API shows it.</summary>
    public JsonObject Render() => new()
    {
        ["id"] = Id,
        ["object"] = "checkout.session",
        ["amount_subtotal"] = Amount,
        ["amount_total"] = Amount,
        ["cancel_url"] = CancelUrl,
        ["client_reference_id"] = ClientReferenceId,
        ["created"] = Created,
        ["currency"] = Currency,
        ["customer"] = null,
        ["customer_details"] = (PaidByEmail ?? CustomerEmail) is { } email ? new JsonObject { ["email"] = email } : null,
        ["customer_email"] = CustomerEmail,
        ["expires_at"] = ExpiresAt,
        ["livemode"] = false,
        ["metadata"] = Json.Of(Metadata),
        ["mode"] = "payment",
        ["payment_intent"] = Intent?.Id,
        ["payment_method_types"] = new JsonArray("card"),
        ["payment_status"] = Status == "complete" ? "paid" : "unpaid",
        ["status"] = Status,
        ["success_url"] = SuccessUrl,
        ["ui_mode"] = "hosted",
        ["url"] = Status == "open" ? Url : null,
    };
}
