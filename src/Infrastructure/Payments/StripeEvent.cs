using System.Text.Json;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Reads Stripe's event objects into what the rest of the house understands. Money follows from
/// <c>payment_intent.succeeded</c> alone: the session's and the charge's events tell of the same money again. What left for the
/// merchant's bank follows from <c>payout.paid</c>; a payout's amount is what arrives, and it says neither fee nor payments.
/// </summary>
public static class StripeEvent
{
    /// <summary>Reads an event whose signature has been checked.</summary>
    /// <exception cref="Refusal"><c>payments.webhook_unreadable</c></exception>
    public static ProviderMessage Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        // What is thrown when a field is missing, or is not of its documented type.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw ProviderRefusals.WebhookUnreadable();
        }
    }

    private static ProviderMessage Read(JsonElement root)
    {
        var type = Required(root, "type");
        var about = root.GetProperty("data").GetProperty("object");
        var amount = AmountOf(type, about);
        return new ProviderMessage(
            StripeClient.ProviderName,
            Required(root, "id"),
            type,
            KindOf(type, amount),
            PaymentRef(about),
            StripeJson.Text(about, "object") == "checkout.session" ? StripeJson.Text(about, "id") : null,
            amount,
            StripeJson.Failure(about),
            StripeJson.Metadata(about),
            root.GetProperty("livemode").GetBoolean(),
            DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("created").GetInt64()))
        {
            PayoutRef = IsPayout(about) ? StripeJson.Text(about, "id") : null,
            PaidOn = IsPayout(about) && about.TryGetProperty("arrival_date", out var arrives) && arrives.ValueKind == JsonValueKind.Number
                ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(arrives.GetInt64()).UtcDateTime)
                : null,
        };
    }

    private static bool IsPayout(JsonElement about) => StripeJson.Text(about, "object") == "payout";

    // Money in a currency we do not know is somebody else's business on the same Stripe account: kept, not counted.
    private static ProviderMessageKind KindOf(string type, Money? amount) => type switch
    {
        "payment_intent.succeeded" when amount is not null => ProviderMessageKind.PaymentSucceeded,
        "payment_intent.payment_failed" => ProviderMessageKind.PaymentFailed,
        "checkout.session.expired" => ProviderMessageKind.CheckoutExpired,
        "payout.paid" when amount is not null => ProviderMessageKind.PaidOut,
        _ => ProviderMessageKind.Other,
    };

    private static Money? AmountOf(string type, JsonElement about)
    {
        var field = type == "payment_intent.succeeded" ? "amount_received"
            : type.StartsWith("checkout.session.", StringComparison.Ordinal) ? "amount_total"
            : "amount";
        return about.TryGetProperty(field, out var amount) && amount.ValueKind == JsonValueKind.Number
            ? StripeAmount.Read(amount.GetInt64(), StripeJson.Text(about, "currency"))
            : null;
    }

    private static string? PaymentRef(JsonElement about) =>
        StripeJson.Text(about, StripeJson.Text(about, "object") == "payment_intent" ? "id" : "payment_intent");

    private static string Required(JsonElement of, string name) =>
        of.GetProperty(name).GetString() is { Length: > 0 and <= 255 } text ? text : throw new FormatException(name);
}
