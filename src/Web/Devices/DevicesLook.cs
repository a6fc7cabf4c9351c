using Microsoft.Extensions.Localization;
using Paylatch.Application.Devices;
using Paylatch.Domain.Devices;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Devices;

/// <summary>How devices and what happens to them are said, coloured and drawn.</summary>
internal static class DevicesLook
{
    /// <summary>The states in the order they are listed.</summary>
    public static readonly IReadOnlyList<DeviceState> States = [DeviceState.Active, DeviceState.Locked, DeviceState.AwaitingEnrolment, DeviceState.Released];

    /// <summary>A state on its chip.</summary>
    public static ChipState Chip(this DeviceState state) => state switch
    {
        DeviceState.Active => ChipState.Active,
        DeviceState.Locked => ChipState.Locked,
        DeviceState.Released => ChipState.Released,
        _ => ChipState.AwaitingEnrolment,
    };

    /// <summary>A phase on its chip.</summary>
    public static ChipPhase Chip(this DevicePhase phase) => phase switch
    {
        DevicePhase.Ordered => ChipPhase.Ordered,
        DevicePhase.Armed => ChipPhase.Armed,
        DevicePhase.Believed => ChipPhase.Believed,
        _ => ChipPhase.Confirmed,
    };

    /// <summary>A state's colour.</summary>
    public static Tone Tone(this DeviceState state) => state switch
    {
        DeviceState.Active => Components.Tone.Active,
        DeviceState.Locked => Components.Tone.Locked,
        DeviceState.Released => Components.Tone.Released,
        _ => Components.Tone.Unknown,
    };

    /// <summary>A state's icon.</summary>
    public static string Icon(this DeviceState state) => state switch
    {
        DeviceState.Active => "check",
        DeviceState.Locked => "lock",
        DeviceState.Released => "unlock",
        _ => "device",
    };

    /// <summary>How an order's step is coloured.</summary>
    public static Tone Tone(this OrderState state) => state switch
    {
        OrderState.Confirmed => Components.Tone.Active,
        OrderState.Failed => Components.Tone.Locked,
        OrderState.Superseded => Components.Tone.Unknown,
        _ => Components.Tone.Reminded,
    };

    /// <summary>Whether staff are offered to lock it.</summary>
    public static bool MayLock(this DeviceRow row) => row.State == DeviceState.Active;

    /// <summary>Whether staff are offered to unlock it: also when it is open only as far as we know.</summary>
    public static bool MayUnlock(this DeviceRow row) => row.State == DeviceState.Locked || row is { State: DeviceState.Active, Phase: not DevicePhase.Confirmed };

    /// <summary>The last day of the lease in the tenant's zone: it ends as the day after begins.</summary>
    public static DateOnly LastDay(DateTimeOffset paidUntil, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(paidUntil, zone).AddTicks(-1).DateTime);

    /// <summary>The date a moment has in the tenant's zone.</summary>
    public static DateOnly Day(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>What is strange about a device, in words.</summary>
    public static IEnumerable<(string Word, Tone Tone, string Icon)> Strange(this IStringLocalizer<DevicesTexts> t, DeviceRow row)
    {
        if (row.SimChanged) yield return (t["SimChanged"], Components.Tone.Restricted, "sim");
        if (row.Rooted) yield return (t["Rooted"], Components.Tone.Locked, "alert");
        if (row.Tampered) yield return (t["Tampered"], Components.Tone.Locked, "tool");
    }

    /// <summary>An entry of a device's story.</summary>
    public static TimelineEntry Entry(this IStringLocalizer<DevicesTexts> t, DeviceHappening happening, string device, IStringLocalizer<SharedTexts> shared)
    {
        var said = happening.Refused ? t["Event_Refused"] : t["Event_" + happening.Type];
        var who = happening.ActorRole switch
        {
            "device" => device,
            "visitor" => null,
            _ => happening.ActorName ?? shared["Role" + Pascal(happening.ActorRole)].Value,
        };
        return new TimelineEntry(
            happening.At, said.ResourceNotFound ? happening.Type : said, who, happening.Reason,
            happening.Refused ? "alert" : IconOf(happening.Type), happening.Refused ? Components.Tone.Restricted : ToneOf(happening.Type));
    }

    private static string Pascal(string word) => string.Concat(word.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string IconOf(string type) => type switch
    {
        "LockOrdered" or "DeviceLockedByLease" => "lock",
        "UnlockOrdered" or "ReleaseOrdered" or "DeviceFreedByLease" or "DeviceFreedUnenrolled" or "LoanPaidOff" => "unlock",
        "InstallmentOverdue" or "GraceEnded" or "LeaseMoved" or "LockDateMoved" => "clock",
        "LoanBooked" or "LoanBecameCurrent" or "LoanBackInGrace" or "LoanStandingChanged" or "DevicePledged" => "loan",
        "EnrolmentCodeIssued" => "key",
        "MessageOrdered" or "ReminderCalledFor" or "LockCameNear" => "message",
        "SimChanged" => "sim",
        "TamperReported" or "OrderFailed" or "DeviceStateDiverged" => "alert",
        "DeviceEnrolled" or "DeviceStateConfirmed" => "check",
        _ => "device",
    };

    private static Tone ToneOf(string type) => type switch
    {
        "LockOrdered" or "DeviceLockedByLease" or "TamperReported" or "GraceEnded" => Components.Tone.Locked,
        "UnlockOrdered" or "DeviceFreedByLease" or "DeviceStateConfirmed" or "DeviceEnrolled" or "LoanBecameCurrent" => Components.Tone.Active,
        "ReleaseOrdered" or "DeviceFreedUnenrolled" or "LoanPaidOff" => Components.Tone.Released,
        "SimChanged" or "OrderFailed" or "DeviceStateDiverged" or "InstallmentOverdue" or "LoanBackInGrace" => Components.Tone.Restricted,
        _ => Components.Tone.Unknown,
    };
}
