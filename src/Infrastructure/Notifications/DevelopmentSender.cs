using Microsoft.Extensions.Logging;
using Paylatch.Application.Notifications;

namespace Paylatch.Infrastructure.Notifications;

/// <summary>
/// Sends to nobody and says it did, for development and demos: the page of messages shows what customers would have got.
/// </summary>
internal sealed class DevelopmentSender(ILogger<DevelopmentSender> log) : IMessageSender
{
    public Task<string?> Send(OutgoingMessage message, CancellationToken ct)
    {
        log.LogDebug("Message {Message} is not sent anywhere: this is the development sender", message.Id);
        return Task.FromResult<string?>(null);
    }
}
