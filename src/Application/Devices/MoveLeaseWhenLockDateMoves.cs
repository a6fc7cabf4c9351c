using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Moves the lease with the loan's lock date, and orders the unlock where the old lease has locked the device: who pays
/// after its end and before the day close must not wait for a heartbeat. An event that comes late, after a newer one, is
/// left out.
/// </summary>
[Allow(Permission.System)]
public sealed class MoveLeaseWhenLockDateMoves(IDevicesDb db, TenantClock clock, TenantInfo tenant) : IReactTo<LockDateMoved>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(LockDateMoved happened, CancellationToken ct)
    {
        var device = await db.Locked(happened.Device, ct);
        var status = await db.StatusOf(device.Id, ct);
        LeaseSteps.Move(device, status, happened.Loan, clock.StartOf(happened.LockOn), happened.Version);
        await db.FreeWhenPaid(device, await db.LatestOrder(device.Id, ct), status, "A payment moved the end of its lease.", tenant, clock, ct);
        return default;
    }
}

/// <summary>How a lease follows its loan.</summary>
internal static class LeaseSteps
{
    /// <summary>Moves the lease, unless the device secures another loan or has followed a newer version already.</summary>
    public static void Move(Device device, DeviceStatus status, LoanId loan, DateTimeOffset paidUntil, int version)
    {
        if (device.LoanId is not null && device.LoanId != loan) return;
        if (!device.Follow(version) || status.Released || status.PaidUntil == paidUntil) return;
        status.MoveLease(paidUntil);
        device.LeaseSet(paidUntil);
    }
}
