using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>
/// Where Stripe posts a tenant's messages, <c>POST /webhooks/stripe</c> on the tenant's host. The raw body is read first and
/// parsed only once its signature was found right. Answered with 200 when taken or known already; with 400 and a code when
/// it is not Stripe's or stale; with 5xx when it could not be taken, so that Stripe sends it again.
/// </summary>
internal static class WebhookEndpoint
{
    /// <summary>The largest body taken; Stripe's are a few kilobytes.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The longest signature header looked at; Stripe's has some 100 characters, twice that while a secret is changed.</summary>
    public const int LongestSignature = 2_000;

    /// <summary>Maps it.</summary>
    public static void MapWebhook(this IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/stripe", Take).DisableAntiforgery().RequireRateLimiting(Limits.Webhook).ExcludeFromDescription();

    private static async Task<IResult> Take(HttpContext http, ProviderInbox inbox)
    {
        if (http.Tenant().IsPlatform)
            return Problems.Of(new Refusal("payments.webhook_tenant", "Messages are sent to a merchant's own address.", RefusalKind.NotFound), http);
        var signature = http.Request.Headers["Stripe-Signature"].ToString();
        // Seen before the body is read and the account opened, which everybody can make us do.
        if (signature.Length is 0 or > LongestSignature) return BadRequest(Problems.Of(ProviderRefusals.WebhookSignature(), http));
        if (await Body(http) is not { } body)
            return Problems.Of(new Refusal("request.too_large", "The message is larger than 256 KB."), http);
        try
        {
            // Not given up half-way when Stripe hangs up: the answer may be lost, the work is not.
            var taken = await inbox.Take(http.Tenant().Id, http.Correlation(), body, signature, CancellationToken.None);
            return taken.Refusal is { } refusal ? Problems.Of(refusal, http) : Results.Json(new { received = true });
        }
        catch (Refusal refused)
        {
            return BadRequest(Problems.Of(refused, http));
        }
    }

    // Stripe's own documents ask for 400 whatever is wrong with a message.
    private static IResult BadRequest(IResult problem)
    {
        if (problem is ProblemHttpResult { ProblemDetails: var details })
        {
            details.Status = StatusCodes.Status400BadRequest;
            return Results.Problem(details);
        }

        return problem;
    }

    private static async Task<byte[]?> Body(HttpContext http)
    {
        if (http.Request.ContentLength > MostBytes) return null;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(part, http.RequestAborted) is > 0 and var read)
        {
            if (body.Length + read > MostBytes) return null;
            body.Write(part, 0, read);
        }

        return body.ToArray();
    }
}
