using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>Whether a device has enrolled yet.</summary>
/// <param name="EnrolledAt">When its agent enrolled; null while it is awaited.</param>
/// <param name="FirstSeenAt">When it was last heard; null before its first heartbeat.</param>
/// <param name="CodeExpiresAt">Until when the open code can be used; null when none is open.</param>
public sealed record EnrolmentProgress(DateTimeOffset? EnrolledAt, DateTimeOffset? FirstSeenAt, DateTimeOffset? CodeExpiresAt)
{
    /// <summary>True once the agent has enrolled.</summary>
    public bool Enrolled => EnrolledAt is not null;
}

/// <summary>Says whether the phone has enrolled yet: what the seller's page waits for.</summary>
[Allow(Permission.Sell)]
public sealed class SeeEnrolment(IDevicesDb db)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c></exception>
    public async Task<EnrolmentProgress> Handle(DeviceId device, CancellationToken ct) =>
        await (from d in db.Devices
               join s in db.Statuses on d.Id equals s.DeviceId
               where d.Id == device
               select new EnrolmentProgress(
                   d.EnrolledAt,
                   s.LastSeenAt,
                   db.Enrolments.Where(e => e.DeviceId == d.Id && e.UsedAt == null).Select(e => (DateTimeOffset?)e.ExpiresAt).FirstOrDefault()))
            .SingleOrDefaultAsync(ct) ?? throw DevicesRefusals.NotFound();
}
