using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Orders the lock when the days of grace are over. The loan is looked at again under its row lock, so that a payment that
/// came since is never answered with a lock; a payment that comes after waits for this to end, and then unlocks.
/// </summary>
[Allow(Permission.System)]
public sealed class LockWhenGraceEnded(IDevicesDb db, TenantClock clock, TenantInfo tenant) : IReactTo<GraceEnded>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(GraceEnded happened, CancellationToken ct)
    {
        var loan = await db.LockLoan(happened.Loan, ct);
        if (loan?.StandingOn(clock.Today) != LoanStanding.GraceEnded) return default;

        var device = await db.Locked(happened.Device, ct);
        // It came back from this loan's customer and secures another's.
        if (device.LoanId is not null && device.LoanId != happened.Loan) return default;
        // One without an agent locks as soon as it enrols: the lease it is given has run out. A released one never locks.
        if (device.State is DeviceState.AwaitingEnrolment or DeviceState.Released) return default;
        var latest = await db.LatestOrder(device.Id, ct);
        // A live unlock goes first; the lease, which has run out, locks the device after it.
        if (latest is { IsLive: true } || (device.State == DeviceState.Locked && latest is { Kind: OrderKind.Lock, State: OrderState.Done or OrderState.Confirmed }))
            return default;

        var message = await DeviceWords.Locked(db, device, tenant, clock.Today, ct);
        var placed = device.OrderLock(new OrderId(clock.NewId()), latest, happened.Reason, message, clock.Now);
        db.Queue(placed, await db.StatusOf(device.Id, ct));
        return default;
    }
}
