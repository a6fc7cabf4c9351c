using System.Globalization;
using Paylatch.Application.Payments;
using Paylatch.Application.Tenancy;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>A tenant's customers at the provider's own page; the provider tells the portal in its own time, again and again until it is taken.</summary>
internal sealed class StripeShop(Uri stripe, TenantInfo tenant) : IDisposable
{
    private readonly HttpClient _http = Wire.Open(stripe, $"sk_test_{tenant.Slug}_demo_0123456789abcdef");

    /// <summary>Pays for a wish with a good card.</summary>
    /// <returns>The provider's id of the payment.</returns>
    public async Task<string> Pay(Guid wish, long minor)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("mode", "payment"),
            new("success_url", "http://localhost/done"),
            new("cancel_url", "http://localhost/back"),
            new("line_items[0][quantity]", "1"),
            new("line_items[0][price_data][currency]", tenant.Currency.Code.ToLowerInvariant()),
            new("line_items[0][price_data][unit_amount]", minor.ToString(CultureInfo.InvariantCulture)),
            new("line_items[0][price_data][product_data][name]", "Trouble"),
            new($"payment_intent_data[metadata][{ProviderMetadata.Intent}]", wish.ToString()),
            new($"payment_intent_data[metadata][{ProviderMetadata.Tenant}]", tenant.Id.ToString()),
        ]);
        var session = await _http.Ask(HttpMethod.Post, "/v1/checkout/sessions", form);
        var paid = await _http.Ask(HttpMethod.Post, "/_simulator/pay", new { session = (string?)session.Json?["id"] });
        return (string?)paid.Json?["paymentIntent"] ?? throw new InvalidOperationException($"{session} {paid}");
    }

    /// <summary>What the portal answered each time it was told of a payment; 0 where it could not be reached.</summary>
    public async Task<IReadOnlyList<int>> Attempts(string payment)
    {
        var told = await _http.Ask(HttpMethod.Get, $"/_simulator/events?type=payment_intent.succeeded&about={payment}");
        return [.. told.Json!.AsArray().SelectMany(e => e!["attempts"]!.AsArray()).Select(a => (int?)a!["status"] ?? 0)];
    }

    public void Dispose() => _http.Dispose();
}
