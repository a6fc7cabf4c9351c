using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Joins the device with the loan it secures and the customer who has it; not when the loan was paid off and the device set free
/// before this came to be drawn.
/// </summary>
[Allow(Permission.System)]
public sealed class AssignDevice(IDevicesDb db) : IReactTo<LoanBooked>
{
    /// <inheritdoc/>
    /// <exception cref="Refusal"><c>devices.already_pledged</c> when it secures another loan</exception>
    public async Task<Nothing> Handle(LoanBooked happened, CancellationToken ct)
    {
        var device = await db.Locked(happened.Device, ct);
        if (device.State == DeviceState.Released) return default;
        if (device.LoanId != happened.Loan) device.Pledge(happened.Customer, happened.Loan);
        return default;
    }
}
