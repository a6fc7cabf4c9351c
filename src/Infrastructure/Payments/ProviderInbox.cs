using Microsoft.Extensions.Logging;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Takes what a provider posts: nothing of the body is looked at before the signature over its raw bytes was found right
/// under the tenant's own secret.
/// </summary>
public sealed partial class ProviderInbox(Operations operations, ICardProvider provider, ILogger<ProviderInbox> log)
{
    /// <summary>Checks and takes a message.</summary>
    /// <exception cref="Refusal">
    /// The message is not the provider's, stale or unreadable: <c>payments.provider_unknown</c>,
    /// <c>payments.webhook_signature</c>, <c>payments.webhook_stale</c>, <c>payments.webhook_mode</c>,
    /// <c>payments.webhook_unreadable</c>. Nothing was changed.
    /// </exception>
    /// <returns>What it led to; a refusal only when the portal itself could not take it and it should come again.</returns>
    public async Task<Outcome<ReceiveProviderEvent.Result>> Take(
        TenantId tenant, string correlation, ReadOnlyMemory<byte> body, string? signature, CancellationToken ct)
    {
        var system = Caller.System(tenant, correlation);
        var account = await operations.Run(system, (ReadProviderAccount u) => u.Handle(provider.Name, ct), ct);
        if (account.Refusal is { } away) return away;
        var message = Proven(account.Value, body, signature);
        var command = new ReceiveProviderEvent.Command(message, body);
        var taken = await operations.Run(system, (ReceiveProviderEvent u) => u.Handle(command, ct), ct);
        if (taken.Done) LogTaken(log, message.Provider, message.EventId, message.Type, taken.Value);
        return taken;
    }

    private ProviderMessage Proven(ProviderAccount? account, ReadOnlyMemory<byte> body, string? signature)
    {
        try
        {
            return provider.Receive(account ?? throw PaymentsRefusals.ProviderUnknown(provider.Name), body, signature);
        }
        catch (Refusal refused)
        {
            LogRefused(log, provider.Name, refused.Code);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Provider} message {Event} of type {Type}: {Result}")]
    private static partial void LogTaken(ILogger log, string provider, string @event, string type, ReceiveProviderEvent.Result result);

    [LoggerMessage(LogLevel.Warning, "A message to the {Provider} webhook was refused: {Code}")]
    private static partial void LogRefused(ILogger log, string provider, string code);
}
