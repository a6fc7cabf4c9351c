using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Orders the unlock when a payment has brought the loan back in order, or back into grace. The lease moves in the same
/// transaction: a device that fetches the unlock must not be locked again by the lease before.
/// </summary>
[Allow(Permission.System)]
public sealed class UnlockWhenLoanIsCurrent(IDevicesDb db, TenantClock clock, TenantInfo tenant)
    : IReactTo<LoanBecameCurrent>, IReactTo<LoanBackInGrace>
{
    /// <inheritdoc/>
    public Task<Nothing> Handle(LoanBecameCurrent happened, CancellationToken ct) =>
        Unlock(happened.Loan, happened.Device, happened.LockOn, happened.Version, "The overdue installments were paid.", ct);

    /// <inheritdoc/>
    public Task<Nothing> Handle(LoanBackInGrace happened, CancellationToken ct) =>
        Unlock(happened.Loan, happened.Device, happened.LockOn, happened.Version, "A payment brought the loan back into its days of grace.", ct);

    private async Task<Nothing> Unlock(LoanId loanId, DeviceId deviceId, DateOnly lockOn, int version, string reason, CancellationToken ct)
    {
        var loan = await db.LockLoan(loanId, ct);
        var device = await db.Locked(deviceId, ct);
        var status = await db.StatusOf(device.Id, ct);
        LeaseSteps.Move(device, status, loanId, clock.StartOf(lockOn), version);

        // Grace may have ended again since, or the loan been paid off, which releases.
        if (loan is null || loan.State == LoanState.PaidOff || loan.StandingOn(clock.Today) == LoanStanding.GraceEnded) return default;
        if (device.State is DeviceState.AwaitingEnrolment or DeviceState.Released) return default;
        var latest = await db.LatestOrder(device.Id, ct);
        var locked = device.State == DeviceState.Locked || status.ReportedState == ReportedState.Locked;
        if (!locked) return default;

        var message = await DeviceWords.Unlocked(db, device, tenant, ct);
        db.Queue(device.OrderUnlock(new OrderId(clock.NewId()), latest, reason, message, clock.Now), status);
        return default;
    }
}
