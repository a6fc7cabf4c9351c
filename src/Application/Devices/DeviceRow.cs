using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>One device as the grid shows it.</summary>
/// <param name="Id">The device.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Model">Its model.</param>
/// <param name="Imei">Its IMEI, or null.</param>
/// <param name="Serial">Its serial number, or null.</param>
/// <param name="State">What it is meant to be.</param>
/// <param name="Phase">How far that is known to be so, as of the time it was read.</param>
/// <param name="Reason">Why it is meant to be so.</param>
/// <param name="Customer">Who has it.</param>
/// <param name="CustomerName">That person's name.</param>
/// <param name="Loan">The loan it secures.</param>
/// <param name="Contract">The loan's contract number.</param>
/// <param name="DaysLate">Days the oldest unpaid installment is past due.</param>
/// <param name="PaidUntil">When its lease ends; null when it has no end.</param>
/// <param name="LastSeenAt">When it was last heard.</param>
/// <param name="Battery">Percent.</param>
/// <param name="SimChanged">Another SIM than the first is in it.</param>
/// <param name="Rooted">It was opened up.</param>
/// <param name="Tampered">It was meddled with.</param>
public sealed record DeviceRow(
    DeviceId Id, DeviceKind Kind, string Model, string? Imei, string? Serial, DeviceState State, DevicePhase Phase, string? Reason,
    CustomerId? Customer, string? CustomerName, LoanId? Loan, string? Contract, int DaysLate, DateTimeOffset? PaidUntil,
    DateTimeOffset? LastSeenAt, short? Battery, bool SimChanged, bool Rooted, bool Tampered)
{
    /// <summary>The IMEI, or the serial number where there is none.</summary>
    public string Identity => Imei ?? Serial ?? "";

    /// <summary>
    /// The phase to show: a lock still on its way to a device whose lease has run out unheard is believed, since the agent
    /// has locked itself. Reckoned at reading: nothing happens at that moment that could write it down.
    /// </summary>
    public static DevicePhase PhaseAt(
        DateTimeOffset now, DeviceState state, DevicePhase phase, DateTimeOffset? paidUntil, DateTimeOffset? lastSeenAt) =>
        state == DeviceState.Locked && phase is DevicePhase.Ordered or DevicePhase.Armed
            && paidUntil <= now && (lastSeenAt is null || lastSeenAt <= paidUntil)
            ? DevicePhase.Believed
            : phase;
}

/// <summary>The one query behind every list of devices.</summary>
internal static class DeviceRows
{
    /// <summary>The rows of some devices, newest device first.</summary>
    public static async Task<IReadOnlyList<DeviceRow>> Rows(
        this IDevicesDb db, IQueryable<Device> devices, DateTimeOffset now, DateOnly today, CancellationToken ct)
    {
        var raw = await (
            from d in devices
            join s in db.Statuses on d.Id equals s.DeviceId
            from l in db.Loans.Where(l => l.Id == d.LoanId).DefaultIfEmpty()
            from c in db.Customers.Where(c => c.Id == d.CustomerId).DefaultIfEmpty()
            orderby d.Id descending
            select new
            {
                d.Id, d.Kind, d.Model, d.Imei, d.Serial, d.State, d.Phase, d.StateReason, d.CustomerId, d.LoanId,
                Name = (string?)c!.Name, Number = (string?)l!.Number, LateFrom = l == null ? null : l.LateFrom, LateAtLeast = l == null ? 0 : l.LateAtLeast,
                s.PaidUntil, s.LastSeenAt, s.Battery, s.BoundSim, s.Sim, s.Rooted, s.Tampered,
            }).ToListAsync(ct);
        return [.. raw.Select(r => new DeviceRow(
            r.Id, r.Kind, r.Model, r.Imei, r.Serial, r.State,
            DeviceRow.PhaseAt(now, r.State, r.Phase, r.PaidUntil, r.LastSeenAt), r.StateReason,
            r.CustomerId, r.Name, r.LoanId, r.Number,
            r.LateFrom is { } from ? Math.Max(Math.Max(0, today.DayNumber - from.DayNumber), r.LateAtLeast) : 0,
            r.PaidUntil, r.LastSeenAt, r.Battery, r.BoundSim is not null && r.Sim is not null && r.Sim != r.BoundSim, r.Rooted, r.Tampered))];
    }

    /// <summary>A page of the devices a filter leaves, newest first.</summary>
    public static async Task<DevicePage> Page(
        this IDevicesDb db, DeviceFilter filter, DeviceId? after, int limit, TenantClock clock, TenantInfo tenant, CancellationToken ct)
    {
        var page = db.Filtered(filter, tenant, clock.Now, after).OrderByDescending(d => d.Id).Take(limit + 1);
        var rows = await db.Rows(page, clock.Now, clock.Today, ct);
        return rows.Count > limit
            ? new DevicePage([.. rows.Take(limit)], rows[limit - 1].Id, clock.Now, tenant.TimeZone)
            : new DevicePage(rows, null, clock.Now, tenant.TimeZone);
    }

    /// <summary>
    /// Devices entered for a sale that was not booked: they secure nothing and nobody waits for them. A loan just booked
    /// names its device before the device names the loan.
    /// </summary>
    public static IQueryable<Device> Unsold(this IDevicesDb db) => db.Devices.AsNoTracking().Where(d =>
        d.LoanId == null && d.State == DeviceState.AwaitingEnrolment && !db.Loans.Any(l => l.DeviceId == d.Id));

    /// <summary>The devices a filter leaves, in no order.</summary>
    public static IQueryable<Device> Filtered(
        this IDevicesDb db, DeviceFilter filter, TenantInfo tenant, DateTimeOffset now, DeviceId? before = null)
    {
        var words = SearchWords.Of(filter.Search, CallingCodes.Of(tenant));
        var devices = db.Sold(db.Matching(words, before), words);
        if (filter.State is { } state) devices = devices.Where(d => d.State == state);
        if (filter.Stuck)
        {
            var since = now - WaitingWork.StuckAfter;
            devices = devices.Where(d => db.Orders.Any(o => o.DeviceId == d.Id && o.Kind != OrderKind.Message
                && (o.State == OrderState.Ordered || o.State == OrderState.Armed) && o.OrderedAt < since));
        }

        // The same rule as DeviceRow.PhaseAt, in the database.
        return filter.Phase switch
        {
            null => devices,
            DevicePhase.Believed => devices.Where(d => d.Phase == DevicePhase.Believed
                || (d.State == DeviceState.Locked && (d.Phase == DevicePhase.Ordered || d.Phase == DevicePhase.Armed)
                    && db.Statuses.Any(s => s.DeviceId == d.Id && s.PaidUntil <= now && (s.LastSeenAt == null || s.LastSeenAt <= s.PaidUntil)))),
            DevicePhase.Confirmed => devices.Where(d => d.Phase == DevicePhase.Confirmed),
            { } phase => devices.Where(d => d.Phase == phase
                && (d.State != DeviceState.Locked
                    || !db.Statuses.Any(s => s.DeviceId == d.Id && s.PaidUntil <= now && (s.LastSeenAt == null || s.LastSeenAt <= s.PaidUntil)))),
        };
    }

    // The opposite of Unsold; but who looks for exactly an unsold device, with its whole IMEI or serial number, sees it.
    private static IQueryable<Device> Sold(this IDevicesDb db, IQueryable<Device> devices, SearchWords? words)
    {
        var (imei, serial) = (words?.Imei ?? "", words?.Number ?? "");
        return devices.Where(d => d.LoanId != null || d.State != DeviceState.AwaitingEnrolment || db.Loans.Any(l => l.DeviceId == d.Id)
            || d.Imei == imei || d.Serial == serial);
    }
}

/// <summary>Which devices a list shows: those sold, and an unsold one when its whole IMEI or serial number is searched for.</summary>
/// <param name="State">Only those meant to be so; null for all.</param>
/// <param name="Phase">Only those known so far; null for all.</param>
/// <param name="Search">The beginning of an IMEI, serial number, phone, contract number or name; null for all.</param>
/// <param name="Stuck">Only those with an order that has waited for <see cref="WaitingWork.StuckAfter"/>.</param>
public sealed record DeviceFilter(DeviceState? State = null, DevicePhase? Phase = null, string? Search = null, bool Stuck = false);
