using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Tests.Lending;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending.Events;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Devices;

public sealed class DeviceReactionTests
{
    // Sold on 2 March, due on 2 April, two days of grace: the lock comes on 5 April.
    private const int DaysToLock = 34;

    [Fact]
    public async Task A_missed_installment_locks_and_paying_it_unlocks_until_the_next_lock_date()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await MissAndClose(fleet, phone);

        Assert.Equal((DeviceState.Locked, DevicePhase.Ordered), await StateOf(fleet, phone, seen: true));
        await phone.Serve();
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.Equal(StateNames.Locked, phone.Agent.StateName);
        Assert.Contains("KES 1,000", phone.Agent.State.Message!.Text, StringComparison.Ordinal);
        Assert.Contains("due on 2026-04-02", (await fleet.Show(phone.Id)).Row.Reason, StringComparison.Ordinal);

        await fleet.Shop.Pay(phone.Loan, 1_000);
        await fleet.Drain();

        Assert.Equal((DeviceState.Active, DevicePhase.Ordered), await StateOf(fleet, phone));
        await phone.Serve();
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.Equal(StateNames.Active, phone.Agent.StateName);
        Assert.Equal(new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.FromHours(3)).ToUnixTimeSeconds(), phone.Agent.State.Lock.Lease!.PaidUntil);
    }

    [Fact]
    public async Task A_lock_that_is_drawn_after_the_payment_is_not_ordered()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        fleet.Shop.Days(DaysToLock);
        await fleet.Shop.CatchUp();
        Assert.Equal("GraceEnded:1", await fleet.Shop.Events("GraceEnded"));

        await fleet.Shop.Pay(phone.Loan, 1_000);
        await fleet.Drain();

        Assert.Equal("", await fleet.Shop.Events("LockOrdered"));
        Assert.Equal(0, await fleet.LiveOrders(phone.Id));
        Assert.Equal(DeviceState.Active, (await fleet.Show(phone.Id)).Row.State);
    }

    [Fact]
    public async Task The_last_payment_releases_for_good_and_nothing_locks_after()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Shop.Pay(phone.Loan, 3_000);
        await fleet.Drain();

        Assert.Equal((DeviceState.Released, DevicePhase.Ordered), await StateOf(fleet, phone));
        await phone.Serve();

        Assert.Equal((DeviceState.Released, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.True(phone.Agent.State.Lock.Released);
        Assert.Equal("devices.released", (await fleet.Lock(phone.Id)).Refusal?.Code);
        Assert.Equal("devices.released", (await fleet.Unlock(phone.Id)).Refusal?.Code);
    }

    [Fact]
    public async Task Every_reaction_run_twice_does_what_it_does_once()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await MissAndClose(fleet, phone);
        var ended = new GraceEnded(phone.Loan, phone.Id, "Again.", 2);

        _ = (await fleet.Shop.Run(Role.System, (LockWhenGraceEnded u) => u.Handle(ended, default))).Value;
        await phone.Serve();
        _ = (await fleet.Shop.Run(Role.System, (LockWhenGraceEnded u) => u.Handle(ended, default))).Value;
        Assert.Equal("LockOrdered:1", await fleet.Shop.Events("LockOrdered"));

        await fleet.Shop.Pay(phone.Loan, 3_000);
        await fleet.Drain();
        var paid = new LoanPaidOff(phone.Loan, phone.Id, 9, new(Guid.CreateVersion7()));
        _ = (await fleet.Shop.Run(Role.System, (ReleaseWhenLoanIsPaidOff u) => u.Handle(paid, default))).Value;
        Assert.Equal("ReleaseOrdered:1", await fleet.Shop.Events("ReleaseOrdered"));
    }

    [Fact]
    public async Task A_lock_date_that_comes_late_does_not_move_the_lease_back()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await Move(fleet, phone, new DateOnly(2026, 6, 5), version: 5);
        await Move(fleet, phone, new DateOnly(2026, 5, 5), version: 4);

        Assert.Equal(new DateTimeOffset(2026, 6, 5, 0, 0, 0, TimeSpan.FromHours(3)), (await fleet.Show(phone.Id)).Row.PaidUntil);
        Assert.Equal("LeaseMoved:2", await fleet.Shop.Events("LeaseMoved"));
    }

    [Fact]
    public async Task A_silent_device_is_believed_locked_when_its_lease_has_run_out()
    {
        await using var fleet = await Fleet.Open();
        var (silent, paid) = (await fleet.InUse(), await fleet.InUse());
        await Move(fleet, paid, new DateOnly(2026, 8, 1), version: 5);
        fleet.Shop.Days(DaysToLock);

        var believed = await fleet.Shop.Run(Role.System, (BelieveLapsedLeases u) => u.Handle(100, default));

        Assert.Equal(1, believed.Value);
        Assert.Equal((DeviceState.Locked, DevicePhase.Believed), await StateOf(fleet, silent));
        Assert.Equal(DeviceState.Active, (await fleet.Show(paid.Id)).Row.State);
        Assert.Equal(StateNames.Locked, silent.Agent.StateName);
        await silent.Beat();
        Assert.Equal((DeviceState.Locked, DevicePhase.Confirmed), await StateOf(fleet, silent));
    }

    [Fact]
    public async Task A_lock_on_its_way_to_a_device_whose_lease_ran_out_unheard_is_shown_as_believed()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await MissAndClose(fleet, phone);

        Assert.Equal((DeviceState.Locked, DevicePhase.Believed), await StateOf(fleet, phone));
        var believed = await fleet.Shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(new DeviceFilter(Phase: DevicePhase.Believed)), default));
        var ordered = await fleet.Shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(new DeviceFilter(Phase: DevicePhase.Ordered)), default));
        Assert.Equal((1, 0), (believed.Value.Rows.Count, ordered.Value.Rows.Count));
    }

    [Fact]
    public async Task A_loan_that_is_paid_off_before_the_phone_enrols_frees_it_at_once()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Sold();
        await fleet.Shop.Pay(phone.Loan, 3_000);
        await fleet.Drain();

        Assert.Equal((DeviceState.Released, DevicePhase.Confirmed), await StateOf(fleet, phone));
        Assert.Equal("", await fleet.Shop.Events("ReleaseOrdered"));
    }

    private static async Task MissAndClose(Fleet fleet, Handset phone)
    {
        fleet.Shop.Days(DaysToLock);
        await fleet.Shop.CatchUp();
        await fleet.Drain();
        phone.Agent.CorrectClock(fleet.Portal.Time.GetUtcNow());
    }

    private static async Task Move(Fleet fleet, Handset phone, DateOnly lockOn, int version) =>
        _ = (await fleet.Shop.Run(Role.System, (MoveLeaseWhenLockDateMoves u) => u.Handle(new LockDateMoved(phone.Loan, phone.Id, lockOn, version), default))).Value;

    // As stored with seen: true (before the lapsed lease makes it believed), as shown otherwise.
    private static async Task<(DeviceState, DevicePhase)> StateOf(Fleet fleet, Handset phone, bool seen = false)
    {
        var row = (await fleet.Show(phone.Id)).Row;
        if (!seen) return (row.State, row.Phase);
        var phase = await fleet.Shop.Read<string>("select phase from {s}.devices where id = $1", phone.Id.Value);
        return (row.State, Enum.Parse<DevicePhase>(phase, ignoreCase: true));
    }
}
