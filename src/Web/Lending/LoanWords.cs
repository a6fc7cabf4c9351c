using Microsoft.Extensions.Localization;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>How loans and what happens to them are said and coloured.</summary>
internal static class LoanWords
{
    /// <summary>The filter of a word in an address; a word nobody knows filters nothing.</summary>
    public static LoanFilter FilterOf(string? word) =>
        Enum.TryParse<LoanFilter>(word, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : LoanFilter.All;

    /// <summary>The word of a loan's state and standing.</summary>
    public static string Standing(this IStringLocalizer<LendingTexts> t, LoanState state, LoanStanding standing) =>
        t[state == LoanState.PaidOff ? "Filter_PaidOff" : $"Filter_{standing}"];

    /// <summary>The word of a class by days late.</summary>
    public static string Bucket(this IStringLocalizer<LendingTexts> t, LoanBucket bucket) =>
        bucket.To == 0 ? t["BucketCurrent"] : t["BucketDays", bucket.Label.Replace('-', '–')];

    /// <summary>Its colour, by the stage of its risk.</summary>
    public static Tone ToneOf(LoanBucket bucket) => bucket switch
    {
        { To: 0 } => Tone.Active,
        { Stage: 3 } => Tone.Locked,
        _ => Tone.Restricted,
    };

    /// <summary>Its colour.</summary>
    public static Tone ToneOf(LoanState state, LoanStanding standing) => (state, standing) switch
    {
        (LoanState.PaidOff, _) => Tone.Released,
        (_, LoanStanding.Current) => Tone.Active,
        (_, LoanStanding.Overdue) => Tone.Restricted,
        _ => Tone.Locked,
    };

    /// <summary>A device's state for its chip; as stored.</summary>
    public static ChipState ChipOf(string state) => state switch
    {
        "active" => ChipState.Active,
        "locked" => ChipState.Locked,
        "released" => ChipState.Released,
        _ => ChipState.AwaitingEnrolment,
    };

    /// <summary>A device's phase for its chip; as stored.</summary>
    public static ChipPhase PhaseOf(string phase) => phase switch
    {
        "ordered" => ChipPhase.Ordered,
        "armed" => ChipPhase.Armed,
        "believed" => ChipPhase.Believed,
        _ => ChipPhase.Confirmed,
    };

    /// <summary>An event of the log as a line of the timeline.</summary>
    public static TimelineEntry Line(this IStringLocalizer<LendingTexts> t, LoanEvent e, Formats formats, IStringLocalizer<SharedTexts> shared)
    {
        var word = e.Word is null ? "" : t[$"Word_{e.Word}"].Value;
        var said = t[$"Event_{e.Type}",
            e.Amount is { } amount ? formats.Money(amount) : "", e.Installment?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
            e.On is { } on ? formats.Date(on) : "", word, e.Number ?? ""];
        var who = e.Actor ?? shared["Role" + (e.Role == Role.Visitor ? Role.System : e.Role)].Value;
        return new TimelineEntry(e.At, said.ResourceNotFound ? t["Event_other", e.Type] : said, who, e.Why, IconOf(e.Type), ToneOf(e));
    }

    private static string IconOf(string type) => type switch
    {
        "PaymentReceived" or "DepositReceived" or "UnmatchedMoneySettled" or "CardPaymentStarted" or "CardPaymentSucceeded" or "CardPaymentFailed"
            or "PaymentReversed" or "PenaltyWaived" or "CreditRefunded" or "CreditUsed" or "ReturnedDeviceSold" or "DisbursementGiven" => "cash",
        "LoanBooked" or "LoanBecameCurrent" or "LoanBackInGrace" or "LoanReopened" or "LoanDefaultLifted" or "LoanWrittenBack" => "loan",
        "InstallmentOverdue" or "GraceEnded" or "PenaltyCharged" or "LoanPaused" or "LoanResumed" => "clock",
        "LoanDefaulted" or "LoanChargedOff" => "alert",
        "LockOrdered" or "DeviceLockedByLease" => "lock",
        "UnlockOrdered" or "ReleaseOrdered" or "LoanPaidOff" or "DeviceFreedByLease" => "unlock",
        "MessageSent" or "MessageGivenUp" or "MessageOrdered" => "message",
        "SimChanged" or "TamperReported" or "OrderFailed" or "DeviceStateDiverged" => "alert",
        _ => "device",
    };

    private static Tone ToneOf(LoanEvent e) => (e.Type, e.Word) switch
    {
        ("PaymentReceived" or "DepositReceived" or "LoanBecameCurrent" or "DeviceFreedByLease" or "UnlockOrdered", _) or ("DeviceStateConfirmed", "active") => Tone.Active,
        ("LoanPaidOff" or "ReleaseOrdered", _) or ("DeviceStateConfirmed", "released") => Tone.Released,
        ("LoanDefaulted" or "LoanChargedOff", _) => Tone.Locked,
        ("InstallmentOverdue" or "SimChanged" or "OrderFailed" or "CardPaymentFailed" or "LoanBackInGrace" or "MessageGivenUp" or "PaymentReversed" or "PenaltyCharged" or "LoanReopened", _) => Tone.Restricted,
        ("GraceEnded" or "LockOrdered" or "DeviceLockedByLease" or "TamperReported", _) or ("DeviceStateConfirmed", "locked") => Tone.Locked,
        ("LoanBooked", _) => Tone.Accent,
        ("MessageSent", _) => Tone.Reminded,
        _ => Tone.Unknown,
    };
}
