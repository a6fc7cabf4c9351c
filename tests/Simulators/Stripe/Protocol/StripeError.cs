using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>An answer of "no" in Stripe's form: <c>{"error":{"type","code","message","param"}}</c> with its HTTP status.</summary>
public sealed class StripeError(int status, string type, string? code, string message, string? param = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stripe's stable code; null when the type says it all.</summary>
    public string? Code { get; } = code;

    /// <summary>The bank's reason, for declined cards.</summary>
    public string? DeclineCode { get; init; }

    /// <summary>The payment intent as it stands after a declined card.</summary>
    public JsonNode? PaymentIntent { get; init; }

    /// <summary>The charge that was declined.</summary>
    public string? Charge { get; init; }

    /// <summary>True when the request began to do its work: only then is the answer kept under its idempotency key.</summary>
    public bool Executed => type == "card_error";

    /// <summary>A mistake in the request (400).</summary>
    public static StripeError Invalid(string? code, string message, string? param = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code, message, param);

    /// <summary>Nothing under that id in this account (404).</summary>
    public static StripeError Missing(string kind, string id, string param = "id") =>
        new(StatusCodes.Status404NotFound, "invalid_request_error", "resource_missing", $"No such {kind}: '{id}'", param);

    /// <summary>No key, or one nobody has (401).</summary>
    public static StripeError Unauthorized(string message) =>
        new(StatusCodes.Status401Unauthorized, "invalid_request_error", null, message);

    /// <summary>The error object.</summary>
    public JsonObject Body() => new() { ["error"] = Detail() };

    /// <summary>The error's fields, as they also stand in a payment intent's <c>last_payment_error</c>.</summary>
    public JsonObject Detail()
    {
        var error = new JsonObject();
        if (Charge is not null) error["charge"] = Charge;
        if (Code is not null)
        {
            error["code"] = Code;
            error["doc_url"] = "https://stripe.com/docs/error-codes/" + Code.Replace('_', '-');
        }
        if (DeclineCode is not null) error["decline_code"] = DeclineCode;
        error["message"] = Message;
        if (param is not null) error["param"] = param;
        if (PaymentIntent is not null) error["payment_intent"] = PaymentIntent.DeepClone();
        error["type"] = type;
        return error;
    }
}
