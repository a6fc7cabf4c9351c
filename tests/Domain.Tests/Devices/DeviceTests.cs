using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Devices;

public sealed class DeviceTests
{
    private static readonly Imei Imei = Imei.Parse("490154203237518");
    private static readonly SerialNumber Serial = SerialNumber.Parse("SN-1234");

    [Fact]
    public void A_registered_device_waits_for_its_agent()
    {
        var device = Register(DeviceKind.Phone, Imei, Serial, " Pixel 9 ");
        Assert.Equal((DeviceState.AwaitingEnrolment, DevicePhase.Confirmed, "Pixel 9", Imei.Value, Serial.Value), (device.State, device.Phase, device.Model, device.Imei, device.Serial));
        Assert.Equal([new DeviceRegistered(device.Id, DeviceKind.Phone, "Pixel 9")], device.Events);
    }

    [Fact]
    public void A_device_needs_an_identity_and_a_phone_its_IMEI()
    {
        Refused.At("devices.imei_required", "imei", () => Register(DeviceKind.Phone, null, Serial));
        Refused.At("devices.identity_missing", "serial", () => Register(DeviceKind.Fridge, null, null));
        Assert.Equal("SN-1234", Register(DeviceKind.SolarKit, null, Serial).Serial);
    }

    [Fact]
    public void A_device_has_a_known_kind_and_a_model()
    {
        Refused.At("devices.kind_unknown", "kind", () => Register((DeviceKind)9, Imei, null));
        Refused.At("devices.model_invalid", "model", () => Register(DeviceKind.Tv, null, Serial, " "));
        Refused.At("devices.model_invalid", "model", () => Register(DeviceKind.Tv, null, Serial, new string('x', 81)));
    }

    [Fact]
    public void A_device_secures_one_loan()
    {
        var device = Register(DeviceKind.Tv, null, Serial);
        device.ClearEvents();
        Domain.Shared.CustomerId customer = new(Some.Guid());
        Domain.Shared.LoanId loan = new(Some.Guid());
        device.Pledge(customer, loan);
        Assert.Equal([new DevicePledged(device.Id, loan, customer)], device.Events);
        Assert.Equal((loan, customer), (device.Events[0].AboutLoan, device.Events[0].AboutCustomer));
        Refused.With("devices.already_pledged", () => device.Pledge(customer, new(Some.Guid())));
        Assert.Equal(loan, device.LoanId);
    }

    [Fact]
    public void An_agent_enrols_once_with_its_key()
    {
        var device = Register(DeviceKind.Phone, Imei, null);
        device.ClearEvents();
        device.Enrol(new(DeviceKind.Phone, Imei.Value, null), "{\"kty\":\"EC\"}", Some.Noon);
        Assert.Equal((DeviceState.Active, DevicePhase.Believed, Some.Noon, "{\"kty\":\"EC\"}"), (device.State, device.Phase, device.EnrolledAt, device.PublicJwk));
        Assert.Equal([new DeviceEnrolled(device.Id, null)], device.Events);
        Refused.With("devices.already_enrolled", () => device.Enrol(new(DeviceKind.Phone, Imei.Value, null), "{}", Some.Noon));
    }

    [Theory]
    [InlineData(DeviceKind.Phone, "352099001761481", null)]
    [InlineData(DeviceKind.Phone, "490154203237518", "OTHER-1")]
    [InlineData(DeviceKind.Phone, null, "OTHER-1")]
    [InlineData(DeviceKind.Phone, null, null)]
    [InlineData(DeviceKind.Laptop, "490154203237518", null)]
    public void Another_device_than_the_one_sold_does_not_enrol(DeviceKind kind, string? imei, string? serial)
    {
        var device = Register(DeviceKind.Phone, Imei, Serial);
        Refused.With("devices.wrong_device", () => device.Enrol(new(kind, imei, serial), "{}", Some.Noon));
        Assert.Equal(DeviceState.AwaitingEnrolment, device.State);
    }

    [Fact]
    public void One_matching_identity_is_enough_to_enrol()
    {
        var device = Register(DeviceKind.Phone, Imei, Serial);
        device.Enrol(new(DeviceKind.Phone, null, "sn-1234"), "{}", Some.Noon);
        Assert.Equal(DeviceState.Active, device.State);
    }

    [Fact]
    public void What_an_older_loan_version_says_is_left_out()
    {
        var device = Some.Phone();
        Assert.True(device.Follow(3));
        Assert.False(device.Follow(2));
        Assert.True(device.Follow(3));
        Assert.Equal(3, device.LoanVersion);
    }

    [Fact]
    public void A_swapped_SIM_and_tampering_are_said_without_numbers()
    {
        var device = Some.Phone();
        device.SimSwapped();
        device.TamperSeen(rooted: true, tampered: false);
        Assert.Equal([new SimChanged(device.Id, device.LoanId), new TamperReported(device.Id, device.LoanId, true, false)], device.Events);
    }

    [Fact]
    public void Impossible_figures_are_refused()
    {
        Refused.At("agent.heartbeat_invalid", "counter", () => Beat(0));
        Refused.At("agent.heartbeat_invalid", "battery", () => Beat(1, battery: 101));
        Refused.At("agent.heartbeat_invalid", "battery", () => Beat(1, battery: -1));
        Refused.At("agent.heartbeat_invalid", "state", () => Beat(1, (ReportedState)7));
        Refused.At("agent.heartbeat_invalid", "sim", () => Beat(1, sim: new string('1', 65)));
        Refused.At("agent.heartbeat_invalid", "agentVersion", () => Beat(1, version: new string('1', 33)));
    }

    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 3)]
    public void Flags_are_stored_as_bits(bool rooted, bool tampered, short flags) =>
        Assert.Equal(flags, Beat(1, rooted: rooted, tampered: tampered).Flags);

    [Theory]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public void A_clock_may_be_five_minutes_off(int seconds, bool fine)
    {
        Assert.Equal(fine, Heartbeat.IsNear(Some.Noon.AddSeconds(seconds), Some.Noon));
    }

    [Fact]
    public void A_released_lease_moves_no_more()
    {
        var status = DeviceStatus.For(new(Some.Guid()), Some.Noon);
        status.MoveLease(Some.Noon.AddDays(30));
        Assert.Equal(Some.Noon.AddDays(30), status.PaidUntil);
        status.Release();
        status.MoveLease(Some.Noon);
        Assert.Equal((true, null), (status.Released, status.PaidUntil));
    }

    [Fact]
    public void A_waiting_order_shows_until_it_is_gone()
    {
        var status = DeviceStatus.For(new(Some.Guid()));
        status.Queue();
        Assert.True(status.LiveOrder);
        status.Drain();
        Assert.False(status.LiveOrder);
    }

    private static Device Register(DeviceKind kind, Imei? imei, SerialNumber? serial, string model = "Model") =>
        Device.Register(new(Some.Guid()), kind, model, imei, serial, Some.Noon);

    private static Heartbeat Beat(
        long counter, ReportedState state = ReportedState.Active, string? sim = null, bool rooted = false, bool tampered = false,
        short battery = 80, string version = "1.0") =>
        new(counter, Some.Noon, state, battery, sim, rooted, tampered, version);
}
