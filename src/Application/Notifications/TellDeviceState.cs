using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>
/// Tells a customer that the device is locked, unlocked or released, once the device itself has shown it; what is only
/// ordered or inferred is not told.
/// </summary>
[Allow(Permission.System)]
public sealed class TellDeviceState(INotificationsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant, TenantClock clock)
    : CustomerMessages(db, lending, tenant, clock), IReactTo<DeviceStateConfirmed>, IReactTo<DeviceLockedByLease>, IReactTo<DeviceFreedByLease>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(DeviceStateConfirmed happened, CancellationToken ct)
    {
        if (happened.Order is not { } order || await Read(happened.Loan, ct) is not { } loan) return default;
        return happened.State switch
        {
            DeviceState.Locked => await Locked(loan, happened.Device, order, ct),
            DeviceState.Active => await Unlocked(loan, happened.Device, ct),
            DeviceState.Released => await Write(loan, "released", $"released:{loan.Id}", (words, shop) => words.Say("released", shop, loan.Number), ct),
            _ => default,
        };
    }

    /// <inheritdoc/>
    public async Task<Nothing> Handle(DeviceLockedByLease happened, CancellationToken ct) =>
        happened.Heard && await Read(happened.Loan, ct) is { } loan ? await Locked(loan, happened.Device, null, ct) : default;

    /// <inheritdoc/>
    public async Task<Nothing> Handle(DeviceFreedByLease happened, CancellationToken ct) =>
        await Read(happened.Loan, ct) is { } loan ? await Unlocked(loan, happened.Device, ct) : default;

    private async Task<Nothing> Locked(Loan loan, DeviceId device, OrderId? order, CancellationToken ct)
    {
        // Paid and unlocking by now: saying "locked" would be wrong when it arrives.
        if (await Facts(device, ct) is not { State: "locked" } facts) return default;
        if (loan.StandingOn(Clock.Today) == LoanStanding.GraceEnded && loan.NextDue is { } next)
        {
            var arrears = loan.Arrears(Clock.Today);
            return await Write(loan, "locked", $"locked:{loan.Id}:{next.Number}", (words, shop) => words.Say(
                "locked", shop, words.Of(arrears), loan.Number, words.Of(next.DueOn)), ct);
        }

        return order is null
            ? default
            : await Write(loan, "locked_by_staff", $"locked:{order}", (words, shop) => words.Say("locked_by_staff", shop, loan.Number, facts.StateReason ?? ""), ct);
    }

    private async Task<Nothing> Unlocked(Loan loan, DeviceId device, CancellationToken ct)
    {
        if (await Facts(device, ct) is not { State: "active" } || loan.NextDue is not { } next) return default;
        // A device that was locked for a moment only, or never was, needs no word about being open.
        if (await LastTold(loan, ["locked", "locked_by_staff", "unlocked"], ct) is null or "unlocked") return default;
        return await Write(loan, "unlocked", $"unlocked:{loan.Id}:{loan.PaidMinor}", (words, shop) => words.Say(
            "unlocked", shop, loan.Number, words.Of(new Money(next.OwedMinor, loan.Currency)), words.Of(next.DueOn)), ct);
    }

    private Task<DeviceFacts?> Facts(DeviceId device, CancellationToken ct) => portfolio.Devices.SingleOrDefaultAsync(d => d.Id == device, ct);
}
