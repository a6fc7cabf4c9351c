using Microsoft.Extensions.Logging;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Finds card payments whose message never came, by asking the provider: a device must not stay locked because a webhook
/// was lost. What it finds goes the way of the message, so that one that comes late all the same counts nothing twice.
/// </summary>
public sealed partial class LostPayments(Operations operations, ICardProvider provider, TimeProvider time, ILogger<LostPayments> log)
{
    private const int Batch = 20;

    /// <summary>Asks about a tenant's wishes to pay whose time has come.</summary>
    /// <returns>How many payments were found.</returns>
    /// <exception cref="Refusal">The database or the provider is away; the next run tries again.</exception>
    public async Task<int> Find(TenantId tenant, CancellationToken ct)
    {
        var system = Caller.System(tenant);
        if (await Account(system, ct) is not { } account) return 0;
        var found = 0;
        foreach (var wish in (await operations.Run(system, (ClaimUnheardIntents u) => u.Handle(new(provider.Name, Batch), ct), ct)).Value)
        {
            try
            {
                if (await Settle(system, account, wish, ct)) found++;
            }
            catch (Refusal no) when (no.Kind != RefusalKind.Unavailable)
            {
                // One the provider will not talk about keeps none of the others waiting.
                LogLeft(log, provider.Name, wish.ProviderRef, no.Code);
            }
        }

        return found;
    }

    /// <summary>Asks about one wish before its time: its customer has come back from the provider's page and waits.</summary>
    /// <returns>True when it was paid.</returns>
    /// <exception cref="Refusal">The database or the provider is away, or does not take the tenant's key.</exception>
    public async Task<bool> Find(TenantId tenant, PaymentIntentId id, CancellationToken ct)
    {
        var system = Caller.System(tenant);
        var claimed = (await operations.Run(system, (ClaimUnheardIntent u) => u.Handle(id, ct), ct)).Value;
        return claimed.Wish is { } wish && await Account(system, ct) is { } account && await Settle(system, account, wish, ct);
    }

    private async Task<ProviderAccount?> Account(Caller system, CancellationToken ct) =>
        (await operations.Run(system, (ReadProviderAccount u) => u.Handle(provider.Name, ct), ct)).Value;

    private async Task<bool> Settle(Caller system, ProviderAccount account, UnheardIntent wish, CancellationToken ct)
    {
        var page = await provider.FindCheckout(account, wish.ProviderRef, ct);
        if (page is { Paid: true, PaymentRef: { } paid }) return await Receive(system, account, wish, paid, ct);
        // Another account's page, since the keys were changed, is as unpayable here as one that has run out.
        if (page is not { State: CheckoutState.Expired } and not null) return false;
        var failure = page is null ? "unknown_checkout" : "expired";
        _ = (await operations.Run(system, (FailIntent u) => u.Handle(new(wish.Id, failure), CancellationToken.None), CancellationToken.None)).Value;
        return false;
    }

    private async Task<bool> Receive(Caller system, ProviderAccount account, UnheardIntent wish, string paid, CancellationToken ct)
    {
        if (await provider.FindPayment(account, paid, ct) is not { State: CardPaymentState.Succeeded } payment) return false;
        // The page is this wish's own, whatever its payment carries.
        var metadata = new Dictionary<string, string>(payment.Metadata) { [ProviderMetadata.Intent] = wish.Id.ToString() };
        var message = new ProviderMessage(
            provider.Name, "reconcile:" + payment.PaymentRef, "reconciled", ProviderMessageKind.PaymentSucceeded, payment.PaymentRef, wish.ProviderRef,
            payment.Amount, null, metadata, ProviderConnection.IsLive(account.SecretKey), time.GetUtcNow());
        var result = (await operations.Run(system, (ReceiveProviderEvent u) => u.Handle(new(message, null), CancellationToken.None), CancellationToken.None)).Value;
        LogFound(log, provider.Name, payment.PaymentRef, result);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Provider} says nothing about {Page}: {Code}")]
    private static partial void LogLeft(ILogger log, string provider, string page, string code);

    [LoggerMessage(LogLevel.Warning, "{Provider} payment {Payment} was found by asking; its message has not come: {Result}")]
    private static partial void LogFound(ILogger log, string provider, string payment, ReceiveProviderEvent.Result result);
}
