using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Domain.Devices;

namespace Paylatch.Application.Tests.Devices;

public sealed class EnrolDeviceTests
{
    [Fact]
    public async Task A_phone_enrols_once_with_its_code_and_is_confirmed_by_its_first_heartbeat()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Sold();
        var offer = await fleet.Code(phone.Id);
        Assert.Equal($"paylatch:enrol?u=http%3A%2F%2Fduka.localhost%3A8080&c={offer.Code}", offer.QrText);
        Assert.False((await Progress(fleet, phone)).Enrolled);

        await phone.Enrol();

        Assert.True((await Progress(fleet, phone)).Enrolled);
        Assert.Equal(DevicePhase.Believed, (await fleet.Show(phone.Id)).Row.Phase);
        await phone.Beat();
        Assert.Equal((DeviceState.Active, DevicePhase.Confirmed), ((await fleet.Show(phone.Id)).Row.State, (await fleet.Show(phone.Id)).Row.Phase));
        Assert.Equal("LeaseMoved:1 DeviceEnrolled:1".Split(' ').Order(), (await fleet.Shop.Events("DeviceEnrolled", "LeaseMoved")).Split(' ').Order());
    }

    [Fact]
    public async Task A_code_is_good_for_a_day_and_once_and_only_the_newest()
    {
        await using var fleet = await Fleet.Open();
        var (late, used) = (await fleet.Sold(), await fleet.Sold());
        var old = await fleet.Code(late.Id);
        var expires = await fleet.Code(late.Id);
        var once = await fleet.Code(used.Id);

        Assert.Equal("devices.code_used", (await late.TryEnrol(old.Code)).Refusal?.Code);
        Assert.True((await used.TryEnrol(once.Code)).Done);
        Assert.Equal("devices.code_used", (await used.TryEnrol(once.Code)).Refusal?.Code);
        fleet.Portal.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("devices.code_expired", (await late.TryEnrol(expires.Code)).Refusal?.Code);
        Assert.Equal("devices.code_unknown", (await late.TryEnrol("7KQ2-M9XA-04TZ")).Refusal?.Code);
        Assert.Equal("devices.already_enrolled", (await fleet.Shop.Run(Role.Agent, (CreateEnrolmentCode u) => u.Handle(new(used.Id, new Uri("http://duka.localhost")), default))).Refusal?.Code);
    }

    [Fact]
    public async Task Another_phone_than_the_one_sold_cannot_enrol_and_the_code_stays_good()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Sold();
        var code = (await fleet.Code(phone.Id)).Code;

        Assert.Equal("devices.wrong_device", (await phone.TryEnrol(code, otherImei: Fleet.NewImei())).Refusal?.Code);
        Assert.True((await phone.TryEnrol(code)).Done);
    }

    [Fact]
    public async Task Another_merchants_code_is_unknown_here()
    {
        await using var fleet = await Fleet.Open();
        var soko = await fleet.Beside("soko");
        var phone = await fleet.Sold();
        var code = (await fleet.Code(phone.Id)).Code;

        Assert.Equal("devices.code_unknown", (await phone.TryEnrol(code, at: soko)).Refusal?.Code);
        Assert.True((await phone.TryEnrol(code)).Done);
    }

    [Fact]
    public async Task A_proof_by_a_clock_wrong_by_a_day_or_for_another_code_is_refused()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Sold();
        var code = (await fleet.Code(phone.Id)).Code;

        phone.Clock.Off = TimeSpan.FromDays(-1);
        Assert.Equal("agent.clock_skew", (await phone.TryEnrol(code)).Refusal?.Code);
        phone.Clock.Off = TimeSpan.Zero;
        var request = DeviceAgents.Protocol.DeviceAgent.New(new("phone", "Nokia C32", "1.0", Imei: phone.Imei), phone.Clock).Enrol("7KQ2-M9XA-04TZ");
        var other = await fleet.Shop.Run(Role.Visitor, (EnrolDevice u) => u.Handle(new(code, request.Proof), default));
        var forged = await fleet.Shop.Run(Role.Visitor, (EnrolDevice u) => u.Handle(new(code, request.Proof[..^4] + "AAAA"), default));

        Assert.Equal("agent.wrong_code", other.Refusal?.Code);
        Assert.Equal("agent.bad_signature", forged.Refusal?.Code);
        Assert.True((await phone.TryEnrol(code)).Done);
    }

    [Fact]
    public async Task Of_ten_that_try_one_code_at_once_one_enrols()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.Sold();
        var code = (await fleet.Code(phone.Id)).Code;
        var twins = Enumerable.Range(0, 10).Select(_ => new Handset(fleet, phone.Id, phone.Imei)).ToList();

        var outcomes = await Task.WhenAll(twins.Select(twin => twin.TryEnrol(code)));

        Assert.Single(outcomes, o => o.Done);
        Assert.All(outcomes.Where(o => !o.Done), o => Assert.Equal("devices.code_used", o.Refusal?.Code));
    }

    private static async Task<EnrolmentProgress> Progress(Fleet fleet, Handset phone) =>
        (await fleet.Shop.Run(Role.Agent, (SeeEnrolment u) => u.Handle(phone.Id, default))).Value;
}
