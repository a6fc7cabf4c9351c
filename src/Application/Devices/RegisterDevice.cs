using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// Enters the device that is being sold. One that was entered before and secures no loan yet is taken again, so that a
/// sale broken off can be resumed; one that is or was security is refused.
/// </summary>
[Allow(Permission.Sell)]
public sealed class RegisterDevice(IDevicesDb db, TenantClock clock)
{
    /// <summary>What is sold; an IMEI for phones, an IMEI or a serial number for the rest.</summary>
    public sealed record Command(DeviceKind Kind, string? Model, string? Imei, string? Serial);

    /// <summary>Enters it.</summary>
    /// <returns>The device's id, new or known.</returns>
    /// <exception cref="Refusal"><c>devices.imei_*</c>, <c>devices.serial_*</c>, <c>devices.model_invalid</c>, <c>devices.kind_unknown</c>, <c>devices.identity_missing</c></exception>
    public async Task<DeviceId> Handle(Command command, CancellationToken ct)
    {
        Imei? imei = string.IsNullOrWhiteSpace(command.Imei) ? null : Imei.Parse(command.Imei);
        SerialNumber? serial = string.IsNullOrWhiteSpace(command.Serial) ? null : SerialNumber.Parse(command.Serial);
        // Two sellers with the same device wait for one another here instead of meeting at the unique index.
        if (imei is not null) await db.HoldIdentity("imei:" + imei.Value.Value, ct);
        if (serial is not null) await db.HoldIdentity("serial:" + serial.Value.Value, ct);

        var (imeiText, serialText) = (imei?.Value, serial?.Value);
        var known = imeiText is null ? null : await db.Devices.SingleOrDefaultAsync(d => d.Imei == imeiText, ct);
        known ??= serialText is null ? null : await db.Devices.SingleOrDefaultAsync(d => d.Serial == serialText, ct);
        if (known is not null)
        {
            var pledged = await db.Loans.AnyAsync(l => l.DeviceId == known.Id && l.State == LoanState.Active, ct);
            if (pledged || known.LoanId is not null || known.State != DeviceState.AwaitingEnrolment)
                throw known.Imei == imeiText && imeiText is not null ? DevicesRefusals.ImeiTaken() : DevicesRefusals.SerialTaken();
            known.Describe(command.Kind, command.Model);
            return known.Id;
        }

        var device = Device.Register(new DeviceId(clock.NewId()), command.Kind, command.Model, imei, serial, clock.Now);
        db.Devices.Add(device);
        db.Statuses.Add(DeviceStatus.For(device.Id));
        return device.Id;
    }
}
