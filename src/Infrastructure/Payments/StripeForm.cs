using System.Globalization;
using Paylatch.Application.Payments;

namespace Paylatch.Infrastructure.Payments;

/// <summary>Requests in Stripe's form encoding, where nesting is written in brackets.</summary>
internal static class StripeForm
{
    /// <summary>
    /// A Checkout Session for one amount. What is ours rides on the payment intent, so that it comes back with the event
    /// about money, and on the session too, for people looking at Stripe's dashboard.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Checkout(CheckoutRequest request)
    {
        var intent = request.IntentId.ToString();
        var form = new List<KeyValuePair<string, string>>
        {
            new("mode", "payment"),
            new("payment_method_types[0]", "card"),
            new("client_reference_id", intent),
            new("success_url", request.SuccessUrl),
            new("cancel_url", request.CancelUrl),
            new("line_items[0][quantity]", "1"),
            new("line_items[0][price_data][currency]", request.Amount.Currency.Code.ToLowerInvariant()),
            new("line_items[0][price_data][unit_amount]", StripeAmount.Of(request.Amount).ToString(CultureInfo.InvariantCulture)),
            new("line_items[0][price_data][product_data][name]", request.Description),
            new("payment_intent_data[description]", request.Description),
        };
        foreach (var (name, value) in Ours(request, intent))
        {
            form.Add(new($"metadata[{name}]", value));
            form.Add(new($"payment_intent_data[metadata][{name}]", value));
        }
        if (request.CustomerEmail is { } email) form.Add(new("customer_email", email));
        if (request.ExpiresAt is { } until) form.Add(new("expires_at", until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return form;
    }

    private static (string Name, string Value)[] Ours(CheckoutRequest request, string intent) =>
    [
        (ProviderMetadata.Intent, intent),
        (ProviderMetadata.Loan, request.Loan.ToString()),
        (ProviderMetadata.Tenant, request.Tenant.ToString()),
    ];
}
