using System.Text;
using System.Text.Json.Nodes;
using Paylatch.Application.Payments;
using Paylatch.Application.Tenancy;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>A provider's message about money, as it lies on the wire.</summary>
/// <param name="Tenant">To whom it is sent.</param>
/// <param name="Event">Its id.</param>
/// <param name="Payment">The provider's id of the payment.</param>
/// <param name="Body">Its body.</param>
internal sealed record StripeMessage(TenantInfo Tenant, string Event, string Payment, string Body)
{
    /// <summary>Money came for a wish to pay; for none of ours when that is null.</summary>
    public static StripeMessage Paid(TenantInfo tenant, Guid? wish, long minor)
    {
        var (told, payment) = ($"evt_1T{Guid.NewGuid():N}", $"pi_3T{Guid.NewGuid():N}");
        var ours = wish is null
            ? new JsonObject()
            : new JsonObject { [ProviderMetadata.Intent] = wish.ToString(), [ProviderMetadata.Tenant] = tenant.Id.ToString() };
        var body = new JsonObject
        {
            ["id"] = told,
            ["object"] = "event",
            ["created"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["livemode"] = false,
            ["type"] = "payment_intent.succeeded",
            ["data"] = new JsonObject
            {
                ["object"] = new JsonObject
                {
                    ["id"] = payment, ["object"] = "payment_intent", ["amount"] = minor, ["amount_received"] = minor,
                    ["currency"] = tenant.Currency.Code.ToLowerInvariant(), ["status"] = "succeeded", ["metadata"] = ours,
                },
            },
        };
        return new StripeMessage(tenant, told, payment, body.ToJsonString());
    }

    /// <summary>Posts it to a portal.</summary>
    /// <param name="http">The tenant's portal.</param>
    /// <param name="secondsOff">How far the signing time is off.</param>
    /// <param name="tamper">What is done to the body after signing.</param>
    public async Task<Answer> Post(HttpClient http, int secondsOff = 0, Func<string, string>? tamper = null)
    {
        var secret = $"whsec_{Tenant.Slug}_demo_0123456789abcdef";
        var signature = StripeSimulator.StripeEvent.Sign(Body, secret, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + secondsOff);
        using var content = new StringContent(tamper?.Invoke(Body) ?? Body, Encoding.UTF8, "application/json");
        return await http.Ask(HttpMethod.Post, "/webhooks/stripe", content, ("Stripe-Signature", signature));
    }
}
