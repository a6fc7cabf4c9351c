using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Draws what follows from a heartbeat that shows something new: a state confirmed or contradicted, another SIM,
/// tampering. Heartbeats that show nothing new never come here. Safe to run twice.
/// </summary>
[Allow(Permission.ActAsDevice)]
public sealed class NoteHeartbeat(IDevicesDb db, Caller caller)
{
    /// <summary>What the heartbeat showed, and when it was received.</summary>
    public sealed record Command(ReportedState Shown, DateTimeOffset ReceivedAt);

    /// <summary>Notes it.</summary>
    public async Task<Nothing> Handle(Command command, CancellationToken ct)
    {
        var device = await db.Locked(caller.RequireDevice(), ct);
        var status = await db.StatusOf(device.Id, ct);
        var unnoted = status.Note();
        if (unnoted.Sim) device.SimSwapped();
        if (unnoted.Tamper) device.TamperSeen(status.Rooted, status.Tampered);
        device.StateHeard(command.Shown, await db.LatestOrder(device.Id, ct), command.ReceivedAt);
        return default;
    }
}
