using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Devices;

public sealed class ListDevicesTests
{
    [Fact]
    public async Task Devices_are_found_by_the_beginning_of_what_people_have_at_hand()
    {
        await using var fleet = await Fleet.Open();
        var amina = await fleet.InUse(customer: "Amina Wanjiru");
        var brian = await fleet.Sold(customer: "Brian 100% Otieno");
        var tv = (await fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Tv, "Hisense", null, "HS-4400-A"), default))).Value;
        _ = (await fleet.Shop.Book((await fleet.Shop.NewCustomer("Wanjala")).Id, tv, Shop.Plan())).Value;
        var phone = await fleet.Shop.Read<string>("select phone from {s}.customers where name like 'Amina%'");
        var contract = await fleet.Shop.Read<string>("select number from {s}.loans where id = $1", brian.Loan.Value);

        Assert.Equal([amina.Id], await Search(fleet, amina.Imei[..14]));
        Assert.Equal([amina.Id], await Search(fleet, $"{amina.Imei[..6]} {amina.Imei[6..14]}"));
        Assert.Equal([amina.Id], await Search(fleet, "amina w"));
        Assert.Equal([amina.Id], await Search(fleet, phone));
        Assert.Equal([amina.Id], await Search(fleet, "0" + phone[4..]));
        Assert.Equal([brian.Id], await Search(fleet, contract.ToLowerInvariant()));
        Assert.Equal([brian.Id], await Search(fleet, "brian 100%"));
        Assert.Equal([tv], await Search(fleet, "hs-44"));
        Assert.Empty(await Search(fleet, "%"));
        Assert.Empty(await Search(fleet, "_mina"));
        Assert.Empty(await Search(fleet, "'; drop table devices; --"));
        Assert.Equal(3, (await Search(fleet, "  ")).Count);
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        await using var fleet = await Fleet.Open();
        for (var i = 0; i < 7; i++) await fleet.Sold();
        var seen = new List<DeviceId>();
        DeviceId? after = null;
        do
        {
            var page = (await fleet.Shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(new DeviceFilter(), after, 3), default))).Value;
            seen.AddRange(page.Rows.Select(r => r.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(seen.OrderByDescending(id => id.Value), seen);
    }

    [Fact]
    public async Task Counts_and_filters_go_by_state()
    {
        await using var fleet = await Fleet.Open();
        var (locked, active) = (await fleet.InUse(), await fleet.InUse(customer: "Zawadi"));
        await fleet.Sold();
        await fleet.Lock(locked.Id);

        var counts = (await fleet.Shop.Run(Role.Agent, (CountDevices u) => u.Handle(new DeviceFilter(DeviceState.Active), default))).Value;
        var within = (await fleet.Shop.Run(Role.Agent, (CountDevices u) => u.Handle(new DeviceFilter(Search: "zawadi"), default))).Value;
        var filtered = (await fleet.Shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(new DeviceFilter(DeviceState.Locked, DevicePhase.Ordered)), default))).Value;

        Assert.Equal((1, 1, 1), (counts[DeviceState.Locked], counts[DeviceState.Active], counts[DeviceState.AwaitingEnrolment]));
        Assert.Equal([DeviceState.Active], within.Keys);
        Assert.Equal([locked.Id], filtered.Rows.Select(r => r.Id));
        Assert.Equal("Amina Wanjiru", filtered.Rows[0].CustomerName);
        var again = (await fleet.Shop.Run(Role.Agent, (GetDeviceRows u) => u.Handle([active.Id, new DeviceId(Guid.CreateVersion7())], default))).Value;
        Assert.Equal([active.Id], again.Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task A_device_entered_and_never_sold_is_shown_only_to_who_has_its_whole_number()
    {
        await using var fleet = await Fleet.Open();
        var (wrong, sold) = (await fleet.Entered(), await fleet.Sold());
        var tv = (await fleet.Shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Tv, "Hisense", null, "HS-4400-B"), default))).Value;

        Assert.Equal([sold.Id], await Search(fleet, ""));
        Assert.Equal([sold.Id], await Search(fleet, sold.Imei[..10]));
        Assert.Equal([wrong.Id], await Search(fleet, wrong.Imei));
        Assert.Empty(await Search(fleet, "hs-4400"));
        Assert.Equal([tv], await Search(fleet, "hs-4400-b"));
        Assert.Equal(1, await Count(fleet, new DeviceFilter(DeviceState.AwaitingEnrolment)));
        Assert.Equal(1, await Count(fleet, new DeviceFilter(Search: wrong.Imei)));
        var file = (await fleet.Shop.Run(Role.Agent, (ExportDevices u) => u.Handle(new DeviceFilter(), null, default))).Value;
        Assert.Equal([sold.Id], file.Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task A_device_counts_as_sold_from_the_moment_its_loan_is_booked()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Entered();
        Assert.Empty(await Search(fleet, ""));

        _ = (await fleet.Shop.Book((await fleet.Shop.NewCustomer("Wanjala")).Id, phone.Id, Shop.Plan())).Value;

        Assert.Equal([phone.Id], await Search(fleet, ""));
        Assert.Equal(1, await Count(fleet, new DeviceFilter()));
    }

    [Fact]
    public async Task Devices_whose_order_has_waited_for_long_are_as_many_as_today_says()
    {
        await using var fleet = await Fleet.Open();
        var (waiting, served) = (await fleet.InUse(), await fleet.InUse(customer: "Zawadi"));
        await fleet.Lock(waiting.Id);
        await fleet.Lock(served.Id);
        await served.Serve();
        Assert.Empty((await List(fleet, new DeviceFilter(Stuck: true))).Rows);

        fleet.Portal.Time.Advance(WaitingWork.StuckAfter + TimeSpan.FromMinutes(1));

        var stuck = await List(fleet, new DeviceFilter(Stuck: true));
        Assert.Equal([waiting.Id], stuck.Rows.Select(r => r.Id));
        Assert.Equal(1, await Count(fleet, new DeviceFilter(Stuck: true)));
        Assert.Equal(1, (await fleet.Shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value.Waiting.StuckOrders);
    }

    [Fact]
    public async Task A_device_tells_its_story_newest_first_with_who_and_why()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        await fleet.Lock(phone.Id, "Reported stolen");
        await phone.Serve();

        var shown = await fleet.Show(phone.Id);

        string[] story = ["DeviceStateConfirmed", "OrderBelieved", "OrderArmed", "LockOrdered", "DeviceStateConfirmed", "DeviceEnrolled", "EnrolmentCodeIssued"];
        Assert.Equal(story, shown.Story.Select(s => s.Type).Take(story.Length));
        Assert.Equal("Reported stolen", shown.Story.Single(s => s.Type == "LockOrdered").Reason);
        Assert.Equal((OrderKind.Lock, OrderState.Confirmed, "Reported stolen"), (shown.Orders[0].Kind, shown.Orders[0].State, shown.Orders[0].Reason));
        Assert.Contains("locked by duka", shown.Screen, StringComparison.Ordinal);
        Assert.Equal(3_000m, shown.Owed!.Value.Amount);
    }

    [Fact]
    public async Task An_export_is_in_the_log_and_says_what_the_list_says()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();

        var page = (await fleet.Shop.Run(Role.Agent, (ExportDevices u) => u.Handle(new DeviceFilter(DeviceState.Active), null, default))).Value;

        Assert.Equal([phone.Id], page.Rows.Select(r => r.Id));
        Assert.Null(page.Next);
        Assert.Equal("DevicesExported:1", await fleet.Shop.Events("DevicesExported"));
        Assert.Equal("identity.not_allowed", (await fleet.Shop.Run(Role.Customer, (ExportDevices u) => u.Handle(new DeviceFilter(), null, default))).Refusal?.Code);
    }

    private static async Task<DevicePage> List(Fleet fleet, DeviceFilter filter) =>
        (await fleet.Shop.Run(Role.Agent, (ListDevices u) => u.Handle(new(filter), default))).Value;

    private static async Task<List<DeviceId>> Search(Fleet fleet, string words) =>
        [.. (await List(fleet, new DeviceFilter(Search: words))).Rows.Select(r => r.Id)];

    private static async Task<int> Count(Fleet fleet, DeviceFilter filter) =>
        (await fleet.Shop.Run(Role.Agent, (CountDevices u) => u.Handle(filter, default))).Value.Values.Sum();
}
