using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>Orders the release for good when nothing is owed any more; the lease says so from the same moment.</summary>
[Allow(Permission.System)]
public sealed class ReleaseWhenLoanIsPaidOff(IDevicesDb db, TenantClock clock, TenantInfo tenant) : IReactTo<LoanPaidOff>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(LoanPaidOff happened, CancellationToken ct)
    {
        if (happened.DeviceInStock) return default;
        var loan = await db.LockLoan(happened.Loan, ct);
        if (loan?.State != LoanState.PaidOff) return default;
        var device = await db.Locked(happened.Device, ct);
        var status = await db.StatusOf(device.Id, ct);
        if (device.LoanId is not null && device.LoanId != happened.Loan) return default;
        device.Follow(happened.Version);
        if (!status.Released)
        {
            status.Release();
            device.LeaseSet(null);
        }

        var latest = await db.LatestOrder(device.Id, ct);
        var message = await DeviceWords.Released(db, device, tenant, ct);
        var placed = device.OrderRelease(new OrderId(clock.NewId()), latest, $"Contract {loan.Number} is paid off.", message, clock.Now);
        if (placed is not null) db.Queue(placed, status);
        return default;
    }
}
