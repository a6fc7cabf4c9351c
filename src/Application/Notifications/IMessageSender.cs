namespace Paylatch.Application.Notifications;

/// <summary>
/// Hands messages to whoever carries them: an SMS gateway, a mail server. A real edge over the network, so never called
/// inside an operation. The same message may come twice after a crash; its id tells.
/// </summary>
public interface IMessageSender
{
    /// <summary>Hands one message over.</summary>
    /// <returns>Null when it was taken; otherwise why not, in words without personal data.</returns>
    Task<string?> Send(OutgoingMessage message, CancellationToken ct);
}
