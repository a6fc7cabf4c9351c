using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>Every "no" of devices, staff's side (<c>devices.*</c>) and the agents' (<c>agent.*</c>).</summary>
public static class DevicesRefusals
{
    /// <summary>Not fifteen digits.</summary>
    public static Refusal ImeiMalformed() =>
        new("devices.imei_invalid", "An IMEI has 15 digits. Dial *#06# on the phone to see it.", field: "imei");

    /// <summary>Sixteen digits: the IMEISV.</summary>
    public static Refusal ImeiIsImeisv() =>
        new("devices.imei_is_imeisv", "These are 16 digits, an IMEISV. Give the IMEI, which has 15.", field: "imei");

    /// <summary>All zeros.</summary>
    public static Refusal ImeiZero() =>
        new("devices.imei_invalid", "An IMEI of zeros belongs to no phone. Dial *#06# to see the real one.", field: "imei");

    /// <summary>The check digit does not fit.</summary>
    public static Refusal ImeiCheckDigit() =>
        new("devices.imei_invalid", "This IMEI has a wrong digit: its check digit does not fit. Compare it with the phone.", field: "imei");

    /// <summary>Not a serial number.</summary>
    public static Refusal SerialInvalid() =>
        new("devices.serial_invalid", "Give the serial number as printed: 4 to 40 letters and digits.", field: "serial");

    /// <summary>A phone without IMEI.</summary>
    public static Refusal ImeiRequired() =>
        new("devices.imei_required", "A phone is known by its IMEI. Dial *#06# to see it.", field: "imei");

    /// <summary>Neither IMEI nor serial number.</summary>
    public static Refusal IdentityMissing() =>
        new("devices.identity_missing", "Give the device's serial number or IMEI.", field: "serial");

    /// <summary>Not one of the kinds.</summary>
    public static Refusal KindUnknown() =>
        new("devices.kind_unknown", "Choose phone, laptop, TV, fridge or solar kit.", field: "kind");

    /// <summary>The model is missing or too long.</summary>
    public static Refusal ModelInvalid() =>
        new("devices.model_invalid", "Give the device's model, 1 to 80 characters.", field: "model");

    /// <summary>Another device has this IMEI.</summary>
    public static Refusal ImeiTaken() =>
        new("devices.imei_taken", "A device with this IMEI is already registered.", RefusalKind.Conflict, "imei");

    /// <summary>Another device has this serial number.</summary>
    public static Refusal SerialTaken() =>
        new("devices.serial_taken", "A device with this serial number is already registered.", RefusalKind.Conflict, "serial");

    /// <summary>No such device here.</summary>
    public static Refusal NotFound() => new("devices.not_found", "There is no such device.", RefusalKind.NotFound);

    /// <summary>A list is filtered by something that is no state and no phase.</summary>
    public static Refusal FilterInvalid() =>
        new("devices.filter_invalid", "There is no such state or phase of devices.", field: "state");

    /// <summary>No such order here.</summary>
    public static Refusal OrderNotFound() => new("devices.order_not_found", "There is no such order for this device.", RefusalKind.NotFound);

    /// <summary>It secures a loan already.</summary>
    public static Refusal AlreadyPledged() =>
        new("devices.already_pledged", "This device already secures a loan.", RefusalKind.Conflict);

    /// <summary>Not a code.</summary>
    public static Refusal CodeMalformed() =>
        new("devices.code_malformed", "An enrolment code has 12 letters and digits, such as 7K3M-9QXR-2TBW.", field: "code");

    /// <summary>No such code.</summary>
    public static Refusal CodeUnknown() =>
        new("devices.code_unknown", "This enrolment code is not known here. Ask the shop for a new one.", RefusalKind.NotFound, "code");

    /// <summary>The code was used or withdrawn.</summary>
    public static Refusal CodeUsed() =>
        new("devices.code_used", "This enrolment code has been used. Ask the shop for a new one.", RefusalKind.Conflict, "code");

    /// <summary>The code is too old.</summary>
    public static Refusal CodeExpired() =>
        new("devices.code_expired", "This enrolment code has expired. Ask the shop for a new one.", RefusalKind.Conflict, "code");

    /// <summary>Another IMEI, serial number or kind enrols than was sold.</summary>
    public static Refusal WrongDevice() =>
        new("devices.wrong_device", "This code belongs to another device.", RefusalKind.Conflict);

    /// <summary>Nothing can be ordered of a device without an agent.</summary>
    public static Refusal NotEnrolled() =>
        new("devices.not_enrolled", "This device has not enrolled yet; nothing can be ordered of it.", RefusalKind.Conflict);

    /// <summary>It has an agent already.</summary>
    public static Refusal AlreadyEnrolled() =>
        new("devices.already_enrolled", "This device has already enrolled.", RefusalKind.Conflict);

    /// <summary>Released is final.</summary>
    public static Refusal Released() =>
        new("devices.released", "This device has been released for good; it can no longer be locked.", RefusalKind.Conflict);

    /// <summary>An unlock or release is on its way and wins.</summary>
    public static Refusal UnlockUnderWay() =>
        new("devices.unlock_under_way", "An unlock or release of this device is under way and goes first. Lock it afterwards if it is still needed.", RefusalKind.Conflict);

    /// <summary>A lock order already holds.</summary>
    public static Refusal AlreadyLocked() =>
        new("devices.already_locked", "This device is already locked.", RefusalKind.Conflict);

    /// <summary>The state machine has no such step.</summary>
    public static Refusal StepNotAllowed(DeviceState state, DeviceStep step) =>
        new("devices.step_not_allowed", $"A device that is {state} does not allow {step}.", RefusalKind.Conflict);

    /// <summary>The order's state machine has no such step.</summary>
    public static Refusal OrderStepNotAllowed(OrderState from, OrderState to) =>
        new("devices.order_step_not_allowed", $"An order that is {from} cannot become {to}.", RefusalKind.Conflict);

    /// <summary>Orders need a reason.</summary>
    public static Refusal ReasonInvalid() =>
        new("devices.reason_invalid", "Say why, in 3 to 500 characters; it is kept with the order.", field: "reason");

    /// <summary>The message is empty or too long.</summary>
    public static Refusal MessageInvalid() =>
        new("devices.message_invalid", "A message to the device has 1 to 280 characters.", field: "message");

    /// <summary>A heartbeat's figures are not possible.</summary>
    public static Refusal HeartbeatInvalid(string field) =>
        new("agent.heartbeat_invalid", $"The heartbeat's {field} is out of range.", field: field);

    /// <summary>A counter that was already used.</summary>
    public static Refusal Replayed() =>
        new("agent.replayed", "This counter has already been used; the message is a replay.", RefusalKind.Conflict, "counter");

    /// <summary>A session's counter that was already used.</summary>
    public static Refusal SessionReplayed() =>
        new("agent.replayed", "This session counter has already been used; sign a new assertion.", RefusalKind.Unauthenticated, "cnt");

    /// <summary>What the agent signed does not hold, for a reason of the protocol such as <c>wrong_tenant</c>.</summary>
    public static Refusal ProtocolBroken(string code, string reason) => new($"agent.{code}", reason, RefusalKind.Unauthenticated);

    /// <summary>The request is not what the protocol says.</summary>
    public static Refusal RequestInvalid(string? field = null) =>
        new("agent.request_invalid", "The request is not what the protocol says. See the agent's API description.", field: field);

    /// <summary>More heartbeats wait than can be written.</summary>
    public static Refusal Overloaded() =>
        new("agent.overloaded", "Too many heartbeats are waiting. Nothing was changed. Try again in a moment.", RefusalKind.Unavailable);

    /// <summary>The device's clock is too far off.</summary>
    public static Refusal ClockSkew() =>
        new("agent.clock_skew", "The device's clock differs by more than 5 minutes. Set it by the server's time and try again.", RefusalKind.Unauthenticated);

    /// <summary>The proof or assertion does not verify.</summary>
    public static Refusal BadProof() =>
        new("agent.bad_signature", "The signature does not verify.", RefusalKind.Unauthenticated);

    /// <summary>No session, or its token has expired.</summary>
    public static Refusal NoSession() =>
        new("agent.session_required", "Open a session first; tokens last 15 minutes.", RefusalKind.Unauthenticated);
}
