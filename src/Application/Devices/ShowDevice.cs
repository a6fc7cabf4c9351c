using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>A device with its orders and its story.</summary>
/// <param name="Row">As in the grid.</param>
/// <param name="StateSince">Since when it is meant to be so.</param>
/// <param name="EnrolledAt">When its agent enrolled.</param>
/// <param name="AgentVersion">The agent's version.</param>
/// <param name="Reported">What it last said it is.</param>
/// <param name="Sim">The SIM in it, its middle hidden.</param>
/// <param name="BoundSim">The SIM it had first, its middle hidden.</param>
/// <param name="Screen">The message on its screen, from the order in force.</param>
/// <param name="Owed">What is owed on its loan altogether.</param>
/// <param name="NextDueOn">When the oldest unpaid installment is or was due.</param>
/// <param name="CodeExpiresAt">Until when an open enrolment code can be used.</param>
/// <param name="Orders">The latest orders, newest first.</param>
/// <param name="Story">What happened, newest first.</param>
/// <param name="Now">The tenant's clock.</param>
/// <param name="Zone">The tenant's zone.</param>
public sealed record DeviceDetail(
    DeviceRow Row, DateTimeOffset StateSince, DateTimeOffset? EnrolledAt, string? AgentVersion, ReportedState? Reported,
    string? Sim, string? BoundSim, string? Screen, Money? Owed, DateOnly? NextDueOn, DateTimeOffset? CodeExpiresAt,
    IReadOnlyList<OrderLine> Orders, IReadOnlyList<DeviceHappening> Story, DateTimeOffset Now, TimeZoneInfo Zone);

/// <summary>One order.</summary>
/// <param name="Id">The order.</param>
/// <param name="Kind">What it asks.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">What the device shows.</param>
/// <param name="OrderedAt">When it was given.</param>
/// <param name="ArmedAt">When it was first fetched.</param>
/// <param name="DoneAt">When it was answered.</param>
/// <param name="ResultCode">The code it failed with.</param>
public sealed record OrderLine(
    OrderId Id, OrderKind Kind, OrderState State, string Reason, string? Message, DateTimeOffset OrderedAt,
    DateTimeOffset? ArmedAt, DateTimeOffset? DoneAt, string? ResultCode);

/// <summary>Shows one device.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowDevice(IDevicesDb db, TenantClock clock, TenantInfo tenant)
{
    private const int Orders = 20;
    private const int Story = 60;

    /// <summary>Reads it.</summary>
    /// <exception cref="Refusal"><c>devices.not_found</c></exception>
    public async Task<DeviceDetail> Handle(DeviceId id, CancellationToken ct)
    {
        var devices = db.Devices.AsNoTracking().Where(d => d.Id == id);
        var row = (await db.Rows(devices, clock.Now, clock.Today, ct)).SingleOrDefault() ?? throw DevicesRefusals.NotFound();
        var more = await (
            from d in devices
            join s in db.Statuses on d.Id equals s.DeviceId
            select new
            {
                d.StateSince, d.EnrolledAt, s.AgentVersion, s.ReportedState, s.Sim, s.BoundSim,
                Code = db.Enrolments.Where(e => e.DeviceId == d.Id && e.UsedAt == null).Select(e => (DateTimeOffset?)e.ExpiresAt).FirstOrDefault(),
            }).SingleAsync(ct);
        var loan = await db.Loans.Where(l => l.Id == row.Loan)
            .Select(l => new { l.TotalMinor, l.PaidMinor, l.Currency, l.NextDueOn }).SingleOrDefaultAsync(ct);
        var orders = await db.Orders.Where(o => o.DeviceId == id).OrderByDescending(o => o.Counter).Take(Orders)
            .Select(o => new OrderLine(o.Id, o.Kind, o.State, o.Reason, o.Message, o.OrderedAt, o.ArmedAt, o.DoneAt, o.ResultCode))
            .ToListAsync(ct);
        return new DeviceDetail(
            row, more.StateSince, more.EnrolledAt, more.AgentVersion, more.ReportedState, Hidden(more.Sim), Hidden(more.BoundSim),
            Screen(row.State, orders), loan is null ? null : new Money(loan.TotalMinor - loan.PaidMinor, loan.Currency), loan?.NextDueOn,
            more.Code, orders, await db.Timeline(id, Story, ct), clock.Now, tenant.TimeZone);
    }

    private static string? Hidden(string? sim) => sim is null ? null : Masked.Phone(sim);

    // The message of the newest order that is not superseded or failed and asks for the state the device is in.
    private static string? Screen(DeviceState state, List<OrderLine> orders) => orders
        .FirstOrDefault(o => o.State is not (OrderState.Superseded or OrderState.Failed) && (o.Kind == OrderKind.Message || o.Kind switch
        {
            OrderKind.Lock => state == DeviceState.Locked,
            OrderKind.Unlock => state == DeviceState.Active,
            _ => state == DeviceState.Released,
        }))?.Message;
}
