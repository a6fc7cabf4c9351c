using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Orders the unlock of devices that are locked although they are paid and nobody ordered it: an unlock failed, or a
/// payment and a heartbeat crossed. Orders the release again where one failed. The backstop behind the reactions, run
/// every half minute; the longer a device refuses, the rarer it is asked.
/// </summary>
[Allow(Permission.System)]
public sealed class FreeWhatIsPaid(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Takes at most so many.</summary>
    /// <returns>How many were ordered; fewer than asked for means that this run has no more to do.</returns>
    public async Task<int> Handle(int most, CancellationToken ct)
    {
        var (now, pausedSince, ordered) = (clock.Now, clock.Now - FirstPause, 0);
        var suspects = await (
                from s in db.Statuses
                join d in db.Devices on s.DeviceId equals d.Id
                where s.ReportedState == ReportedState.Locked && !s.LiveOrder && d.EnrolledAt != null && (s.Released || s.PaidUntil > now)
                    && !db.Orders.Any(o => o.DeviceId == d.Id && o.Kind != OrderKind.Message && o.OrderedAt > pausedSince)
                orderby s.LastSeenAt descending
                select d.Id)
            .Take(most).ToListAsync(ct);
        foreach (var id in suspects)
        {
            var device = await db.Locked(id, ct);
            var latest = await db.LatestOrder(id, ct);
            if (latest is not null && now < latest.OrderedAt + await Pause(latest, ct)) continue;
            var status = await db.StatusOf(id, ct);
            if (status.Released ? await Release(device, latest, status, ct) : await db.FreeWhenPaid(device, latest, status, "It is paid, but shows locked.", tenant, clock, ct)) ordered++;
        }

        return ordered;
    }

    private async Task<bool> Release(Device device, Order? latest, DeviceStatus status, CancellationToken ct)
    {
        var message = await DeviceWords.Released(db, device, tenant, ct);
        if (device.OrderRelease(new OrderId(clock.NewId()), latest, "It is paid off, but shows locked.", message, clock.Now) is not { IsNew: true } placed) return false;
        db.Queue(placed, status);
        return true;
    }

    // Doubles with each order that failed within a day, up to an hour.
    private async Task<TimeSpan> Pause(Order latest, CancellationToken ct)
    {
        var since = clock.Now - Remembered;
        var failed = await db.Orders.CountAsync(
            o => o.DeviceId == latest.DeviceId && o.State == OrderState.Failed && o.Kind != OrderKind.Lock && o.OrderedAt > since, ct);
        return FirstPause * Math.Pow(2, Math.Min(failed, 6));
    }
}

/// <summary>How a device that is locked without cause is freed.</summary>
internal static class FreeSteps
{
    /// <summary>Orders the unlock when the device is locked although it is paid and nothing is on its way.</summary>
    /// <returns>True when an unlock was ordered.</returns>
    public static async Task<bool> FreeWhenPaid(
        this IDevicesDb db, Device device, Order? latest, DeviceStatus status, string reason, TenantInfo tenant, TenantClock clock, CancellationToken ct)
    {
        if (!device.IsLockedWithoutCause(latest, status.ReportedState, status.PaidUntil, clock.Now)) return false;
        var message = await DeviceWords.Unlocked(db, device, tenant, ct);
        db.Queue(device.OrderUnlock(new OrderId(clock.NewId()), latest, reason, message, clock.Now), status);
        return true;
    }
}
