using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Polly;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Speaks Stripe's HTTP API for whichever tenant's key it is given. Every POST carries an idempotency key made from our
/// own intent, so repeating never charges twice. Neither a key nor Stripe's own wording, which may quote one, leaves it.
/// </summary>
public sealed partial class StripeClient(
    HttpClient http, StripePipeline pipeline, StripeOptions options, TimeProvider time, ILogger<StripeClient> log) : ICardProvider
{
    /// <summary>The name stored with payments.</summary>
    public const string ProviderName = "stripe";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public bool Simulated => options.BaseUrl.IsLoopback;

    /// <inheritdoc/>
    public async Task<CheckoutPage> StartCheckout(ProviderAccount account, CheckoutRequest request, CancellationToken ct)
    {
        var form = StripeForm.Checkout(request);
        var (answer, session) = await Ask(account, HttpMethod.Post, "/v1/checkout/sessions", form, $"paylatch-checkout-{request.IntentId:N}", ct);
        using (session)
        {
            if (session is null) throw Refused(answer, null);
            var id = StripeJson.Text(session.RootElement, "id");
            var page = StripeJson.Text(session.RootElement, "url");
            // The customer is sent there, so it must be a real address, and as safe as the way to Stripe itself.
            if (id is null || !Uri.TryCreate(page, UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != options.BaseUrl.Scheme))
                throw ProviderRefusals.Unavailable();
            return new CheckoutPage(url, id);
        }
    }

    /// <inheritdoc/>
    public Task<CheckoutStatus?> FindCheckout(ProviderAccount account, string providerRef, CancellationToken ct) =>
        Find(account, "/v1/checkout/sessions/", providerRef, ReadCheckout, ct);

    /// <inheritdoc/>
    public Task<CardPayment?> FindPayment(ProviderAccount account, string paymentRef, CancellationToken ct) =>
        Find(account, "/v1/payment_intents/", paymentRef, ReadPayment, ct);

    /// <inheritdoc/>
    public ProviderMessage Receive(ProviderAccount account, ReadOnlyMemory<byte> body, string? signature)
    {
        StripeSignature.Verify(body.Span, signature, account.WebhookSecret, time.GetUtcNow());
        var message = StripeEvent.Read(body);
        return message.Livemode == IsLive(account) ? message : throw ProviderRefusals.WebhookMode();
    }

    private async Task<T?> Find<T>(ProviderAccount account, string folder, string id, Func<JsonElement, T?> read, CancellationToken ct)
        where T : class
    {
        var (answer, found) = await Ask(account, HttpMethod.Get, folder + Uri.EscapeDataString(id), null, null, ct);
        using (found)
        {
            if (found is not null) return read(found.RootElement) ?? throw ProviderRefusals.Unavailable();
            return answer.Status == HttpStatusCode.NotFound ? null : throw Refused(answer, id);
        }
    }

    private static CheckoutStatus? ReadCheckout(JsonElement session)
    {
        if (StripeJson.Text(session, "id") is not { } id) return null;
        var state = StripeJson.Text(session, "status") switch
        {
            "complete" => CheckoutState.Complete,
            "expired" => CheckoutState.Expired,
            _ => CheckoutState.Open,
        };
        return new CheckoutStatus(id, state, StripeJson.Text(session, "payment_status") == "paid", StripeJson.Text(session, "payment_intent"));
    }

    private static CardPayment? ReadPayment(JsonElement intent)
    {
        var state = StripeJson.Text(intent, "status") switch
        {
            "succeeded" => CardPaymentState.Succeeded,
            "canceled" => CardPaymentState.Cancelled,
            _ => CardPaymentState.Waiting,
        };
        var field = state == CardPaymentState.Succeeded ? "amount_received" : "amount";
        return StripeJson.Text(intent, "id") is { } id
            && intent.TryGetProperty(field, out var amount) && amount.TryGetInt64(out var minor)
            && StripeAmount.Read(minor, StripeJson.Text(intent, "currency")) is { } money
            ? new CardPayment(id, state, money, StripeJson.Failure(intent), StripeJson.Metadata(intent))
            : null;
    }

    private sealed record Answer(HttpStatusCode Status, string? RequestId, string? Type, string? Code, string? Param);

    // The document is null when Stripe said no; the answer then says why.
    private async Task<(Answer Answer, JsonDocument? Document)> Ask(
        ProviderAccount account, HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, string? idempotencyKey, CancellationToken ct)
    {
        if (!KeyShape().IsMatch(account.SecretKey)) throw ProviderRefusals.Account();
        try
        {
            using var response = await pipeline.Run(async attempt =>
            {
                using var request = Request(account, method, path, form, idempotencyKey);
                return await http.SendAsync(request, attempt);
            }, ct);
            return await Read(response, ct);
        }
        catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException or JsonException)
        {
            LogUnreachable(log, method, path, e.GetType().Name);
            throw ProviderRefusals.Unavailable();
        }
    }

    private HttpRequestMessage Request(
        ProviderAccount account, HttpMethod method, string path, IReadOnlyList<KeyValuePair<string, string>>? form, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(method, new Uri(options.BaseUrl, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.SecretKey);
        request.Headers.Add("Stripe-Version", options.ApiVersion);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (form is not null) request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private static async Task<(Answer, JsonDocument?)> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var requestId = response.Headers.TryGetValues("Request-Id", out var ids) ? ids.FirstOrDefault() : null;
        // A fault may come from something in between that does not speak JSON; its status says enough.
        if (response.StatusCode >= HttpStatusCode.InternalServerError)
            return (new Answer(response.StatusCode, requestId, null, null, null), null);

        var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        if (response.IsSuccessStatusCode && document.RootElement.ValueKind == JsonValueKind.Object)
            return (new Answer(response.StatusCode, requestId, null, null, null), document);
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
                return (new Answer(response.StatusCode, requestId, null, null, null), null);
            return (new Answer(response.StatusCode, requestId, StripeJson.Text(error, "type"), StripeJson.Text(error, "code"), StripeJson.Text(error, "param")), null);
        }
    }

    private Refusal Refused(Answer answer, string? about)
    {
        LogRefused(log, (int)answer.Status, answer.Type, answer.Code, answer.Param, answer.RequestId, about);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ProviderRefusals.Account(),
            HttpStatusCode.TooManyRequests => ProviderRefusals.Unavailable(),
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError =>
                ProviderRefusals.Refused(answer.Code ?? answer.Type ?? ((int)answer.Status).ToString(CultureInfo.InvariantCulture)),
            _ => ProviderRefusals.Unavailable(),
        };
    }

    private static bool IsLive(ProviderAccount account) => account.SecretKey.AsSpan(2).StartsWith("_live_");

    // A key that is no key is refused here, before it could break out of its header.
    [System.Text.RegularExpressions.GeneratedRegex(@"\A[sr]k_(test|live)_[A-Za-z0-9_]{1,240}\z")]
    private static partial System.Text.RegularExpressions.Regex KeyShape();

    [LoggerMessage(LogLevel.Warning, "Stripe could not be asked ({Method} {Path}): {Fault}")]
    private static partial void LogUnreachable(ILogger log, HttpMethod method, string path, string fault);

    [LoggerMessage(LogLevel.Warning, "Stripe said no: {Status} {Type} {Code} at {Param}, request {RequestId}, about {About}")]
    private static partial void LogRefused(ILogger log, int status, string? type, string? code, string? param, string? requestId, string? about);
}
