using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>
/// The tables of devices, and of lending what a lock decision and the grid read. Whoever locks both rows locks the loan's
/// first and the device's second, always.
/// </summary>
public interface IDevicesDb
{
    /// <summary>Devices.</summary>
    DbSet<Device> Devices { get; }

    /// <summary>Their hot parts.</summary>
    DbSet<DeviceStatus> Statuses { get; }

    /// <summary>Orders to them.</summary>
    DbSet<Order> Orders { get; }

    /// <summary>Enrolment codes.</summary>
    DbSet<Enrolment> Enrolments { get; }

    /// <summary>Loans, to read.</summary>
    IQueryable<Loan> Loans { get; }

    /// <summary>Customers, to read.</summary>
    IQueryable<Customer> Customers { get; }

    /// <summary>Whether an order waits for a device: what every poll of every device asks.</summary>
    Task<bool> OrderWaits(DeviceId id, CancellationToken ct);

    /// <summary>Reads a loan, without its installments, and holds its row until the operation ends.</summary>
    Task<Loan?> LockLoan(LoanId id, CancellationToken ct);

    /// <summary>Reads a device and holds its row until the operation ends.</summary>
    Task<Device?> LockDevice(DeviceId id, CancellationToken ct);

    /// <summary>Reads a device's hot part and holds its row until the operation ends.</summary>
    Task<DeviceStatus> LockStatus(DeviceId id, CancellationToken ct);

    /// <summary>Holds an identity (IMEI or serial number), known or not, until the operation ends.</summary>
    Task HoldIdentity(string identity, CancellationToken ct);

    /// <summary>
    /// Devices, to read, of which something begins with what was typed, each looked up in its own index; and of these the
    /// ones older than a key. All of them with null.
    /// </summary>
    IQueryable<Device> Matching(SearchWords? words, DeviceId? before);

    /// <summary>What happened to a device, newest first.</summary>
    Task<IReadOnlyList<DeviceHappening>> Timeline(DeviceId id, int limit, CancellationToken ct);

    /// <summary>Deletes heartbeats older than <see cref="ForgetOldHeartbeats.KeptFor"/>, at most so many.</summary>
    Task<int> ForgetHeartbeats(DateTimeOffset now, int most, CancellationToken ct);
}

/// <summary>One entry of a device's story.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="At">When, by the tenant's clock.</param>
/// <param name="ActorRole">The role of who did it, as stored.</param>
/// <param name="ActorName">The person's name, for staff.</param>
/// <param name="Reason">Why.</param>
/// <param name="Refused">True for an attempt that was refused.</param>
public sealed record DeviceHappening(string Type, DateTimeOffset At, string ActorRole, string? ActorName, string? Reason, bool Refused);

/// <summary>What several use cases of devices read and write in the same way.</summary>
internal static class DevicesDbSteps
{
    /// <summary>Reads a device and holds its row.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c></exception>
    public static async Task<Device> Locked(this IDevicesDb db, DeviceId id, CancellationToken ct) =>
        await db.LockDevice(id, ct) ?? throw DevicesRefusals.NotFound();

    /// <summary>The device's latest order other than messages; read under the device's row lock.</summary>
    public static Task<Order?> LatestOrder(this IDevicesDb db, DeviceId id, CancellationToken ct) =>
        db.Orders.Where(o => o.DeviceId == id && o.Kind != OrderKind.Message).OrderByDescending(o => o.Counter).FirstOrDefaultAsync(ct);

    /// <summary>The device's hot part.</summary>
    public static Task<DeviceStatus> StatusOf(this IDevicesDb db, DeviceId id, CancellationToken ct) =>
        db.Statuses.SingleAsync(s => s.DeviceId == id, ct);

    /// <summary>Queues the order a wish was answered with.</summary>
    public static LiveOrder Queue(this IDevicesDb db, Placed placed, DeviceStatus status)
    {
        if (placed.IsNew) db.Orders.Add(placed.Order);
        if (placed.Order.IsLive) status.Queue();
        return new LiveOrder(placed.Order.Id, placed.Order.Kind, placed.Order.State, placed.IsNew);
    }
}

/// <summary>The order that answers a wish.</summary>
/// <param name="Id">The order.</param>
/// <param name="Kind">What it asks of the device.</param>
/// <param name="State">How far it has come.</param>
/// <param name="IsNew">False when it was there already.</param>
public sealed record LiveOrder(OrderId Id, OrderKind Kind, OrderState State, bool IsNew);
