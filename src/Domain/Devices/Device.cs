using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>What an agent says about itself when it enrols.</summary>
/// <param name="Kind">What it runs on.</param>
/// <param name="Imei">The IMEI it read, if any.</param>
/// <param name="Serial">The serial number it read, if any.</param>
public sealed record EnrolmentClaim(DeviceKind Kind, string? Imei, string? Serial);

/// <summary>
/// A device held as security. <see cref="State"/> is what it is meant to be, <see cref="Phase"/> how far that is known
/// to be so; both move only along <see cref="DeviceLife"/>. At most one order (messages aside) is live at a time, an
/// unlock or release always wins over a lock, and released is final. Verbs about orders take the device's latest order
/// other than messages, read under the device's row lock.
/// </summary>
public sealed partial class Device : Entity
{
    private Device()
    {
    }

    /// <summary>The device's id.</summary>
    public DeviceId Id { get; private set; }

    /// <summary>What it is.</summary>
    public DeviceKind Kind { get; private set; }

    /// <summary>Its model.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Its IMEI (<see cref="Devices.Imei"/>); every phone has one.</summary>
    public string? Imei { get; private set; }

    /// <summary>Its serial number (<see cref="SerialNumber"/>).</summary>
    public string? Serial { get; private set; }

    /// <summary>Who has it; null before it is sold.</summary>
    public CustomerId? CustomerId { get; private set; }

    /// <summary>The loan it secures; null before it is sold.</summary>
    public LoanId? LoanId { get; private set; }

    /// <summary>What it is meant to be.</summary>
    public DeviceState State { get; private set; }

    /// <summary>How far that is known to be so.</summary>
    public DevicePhase Phase { get; private set; }

    /// <summary>Why it is meant to be so.</summary>
    public string? StateReason { get; private set; }

    /// <summary>Since when it is meant to be so.</summary>
    public DateTimeOffset StateSince { get; private set; }

    /// <summary>The agent's public key as JSON (RFC 7517); null before it enrols.</summary>
    public string? PublicJwk { get; private set; }

    /// <summary>When the agent enrolled.</summary>
    public DateTimeOffset? EnrolledAt { get; private set; }

    /// <summary>The counter of the latest order.</summary>
    public long LastCounter { get; private set; }

    /// <summary>The version of the loan that last moved the lease.</summary>
    public int LoanVersion { get; private set; }

    /// <summary>Rises by one with every change.</summary>
    public int Version { get; private set; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Enters a device that waits for its agent.</summary>
    /// <exception cref="Refusal"><c>devices.kind_unknown</c>, <c>devices.model_invalid</c>, <c>devices.imei_required</c>, <c>devices.identity_missing</c></exception>
    public static Device Register(
        DeviceId id, DeviceKind kind, string? model, Imei? imei, SerialNumber? serial, DateTimeOffset at)
    {
        var named = NameOf(kind, model, imei is not null);
        if (imei is null && serial is null) throw DevicesRefusals.IdentityMissing();

        var device = new Device
        {
            Id = id,
            Kind = kind,
            Model = named,
            Imei = imei?.Value,
            Serial = serial?.Value,
            State = DeviceState.AwaitingEnrolment,
            Phase = DevicePhase.Confirmed,
            StateSince = at,
            Version = 1,
            CreatedAt = at,
        };
        device.Raise(new DeviceRegistered(id, kind, named));
        return device;
    }

    /// <summary>
    /// Corrects what was entered, as long as it secures no loan and no agent has enrolled. The same again changes nothing.
    /// </summary>
    /// <exception cref="Refusal"><c>devices.imei_taken</c>, <c>devices.kind_unknown</c>, <c>devices.model_invalid</c>, <c>devices.imei_required</c></exception>
    public void Describe(DeviceKind kind, string? model)
    {
        if (LoanId is not null || State != DeviceState.AwaitingEnrolment) throw DevicesRefusals.ImeiTaken();
        var named = NameOf(kind, model, Imei is not null);
        if ((kind, named) == (Kind, Model)) return;
        (Kind, Model) = (kind, named);
        Version++;
        Raise(new DeviceDescribed(Id, kind, named));
    }

    /// <summary>Makes the device the security of a loan.</summary>
    /// <exception cref="Refusal"><c>devices.already_pledged</c>, <c>devices.released</c></exception>
    public void Pledge(CustomerId customer, LoanId loan)
    {
        if (State == DeviceState.Released) throw DevicesRefusals.Released();
        if (LoanId is not null) throw DevicesRefusals.AlreadyPledged();
        CustomerId = customer;
        LoanId = loan;
        Version++;
        Raise(new DevicePledged(Id, loan, customer));
    }

    /// <summary>The agent enrols with its own key, on the device that was sold.</summary>
    /// <exception cref="Refusal"><c>devices.wrong_device</c>, <c>devices.already_enrolled</c></exception>
    public void Enrol(EnrolmentClaim claim, string publicJwk, DateTimeOffset at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(publicJwk);
        var next = DeviceLife.Next(State, DeviceStep.Enrol);
        if (!IsThis(claim)) throw DevicesRefusals.WrongDevice();
        PublicJwk = publicJwk;
        EnrolledAt = at;
        Move(next, at, reason: null);
        Raise(new DeviceEnrolled(Id, LoanId));
    }

    /// <summary>
    /// It came back from the customer of a loan, to be sold again: it secures nothing, its agent's key counts no more and a
    /// live order ends. It follows the next loan from that one's first version on.
    /// </summary>
    /// <param name="loan">The loan it came back from.</param>
    /// <param name="latest">The device's latest order other than messages.</param>
    /// <param name="at">Now.</param>
    /// <returns>False when it secures another loan or was released: then nothing changes.</returns>
    public bool Restock(LoanId loan, Order? latest, DateTimeOffset at)
    {
        Mine(latest);
        if (LoanId != loan || DeviceLife.Find(State, DeviceStep.Restock) is not { } next) return false;
        if (latest is { IsLive: true })
        {
            latest.Fail("returned", at);
            Raise(new OrderFailed(Id, LoanId, latest.Id, latest.Kind, "returned"));
        }

        Move(next, at, "It came back from its customer.");
        (LoanId, CustomerId, LoanVersion, PublicJwk, EnrolledAt) = (null, null, 0, null, null);
        Raise(new DeviceRestocked(Id, loan));
        return true;
    }

    /// <summary>
    /// Takes note of a loan's version: false when something newer has been followed already, so that an event that comes
    /// late is left out.
    /// </summary>
    public bool Follow(int loanVersion)
    {
        if (loanVersion < LoanVersion) return false;
        LoanVersion = loanVersion;
        return true;
    }

    /// <summary>The time at which its lease ends was moved; null says: free for good.</summary>
    public void LeaseSet(DateTimeOffset? paidUntil) => Raise(new LeaseMoved(Id, LoanId, paidUntil));

    /// <summary>A heartbeat showed another SIM than the bound one.</summary>
    public void SimSwapped() => Raise(new SimChanged(Id, LoanId));

    /// <summary>A heartbeat reported tampering or rooting that was not reported before.</summary>
    public void TamperSeen(bool rooted, bool tampered) => Raise(new TamperReported(Id, LoanId, rooted, tampered));

    private static string NameOf(DeviceKind kind, string? model, bool hasImei)
    {
        if (!Enum.IsDefined(kind)) throw DevicesRefusals.KindUnknown();
        var named = (model ?? "").Trim();
        if (named.Length is < 1 or > 80 || named.Any(char.IsControl)) throw DevicesRefusals.ModelInvalid();
        return kind != DeviceKind.Phone || hasImei ? named : throw DevicesRefusals.ImeiRequired();
    }

    // At least one identity must be read, and none that is read may differ from what was sold.
    private bool IsThis(EnrolmentClaim claim)
    {
        if (claim.Kind != Kind) return false;
        var imei = Imei is not null && claim.Imei is not null;
        var serial = Serial is not null && claim.Serial is not null;
        return (imei || serial)
            && (!imei || claim.Imei == Imei)
            && (!serial || string.Equals(claim.Serial, Serial, StringComparison.OrdinalIgnoreCase));
    }

    private void Move(DeviceTransition transition, DateTimeOffset at, string? reason, bool keepReason = false)
    {
        if (transition.To != State) StateSince = at;
        State = transition.To;
        Phase = transition.Phase;
        if (!keepReason) StateReason = reason;
        Version++;
    }

    // An order of another device here is a bug of the caller.
    private void Mine(Order? order)
    {
        if (order is not null && order.DeviceId != Id) throw new ArgumentException("The order is another device's.", nameof(order));
    }
}
