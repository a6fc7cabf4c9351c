using System.Globalization;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>How payments, what is owed and what a device does are said in the reader's language.</summary>
internal static class PaymentsWords
{
    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>The one sentence of an account: what is owed, by when.</summary>
    public static string Sentence(this IStringLocalizer<PaymentsTexts> t, MyAccount.Account account, Formats formats)
    {
        if (account.Pressing is not { } loan) return t[account.Loans.Count == 0 ? "OweNothing" : "AllYours"];
        return t.Owed(loan.Choices, account.Today, formats);
    }

    /// <summary>What a loan asks for, by when.</summary>
    public static string Owed(this IStringLocalizer<PaymentsTexts> t, PayChoices choices, DateOnly today, Formats formats)
    {
        if (choices.FirstOn is not { } on) return t["OweNothing"];
        var amount = formats.Money(choices.First);
        if (on == today) return t["OweToday", amount];
        return on < today ? t["OweSince", amount, formats.Date(on)] : t["OweBy", amount, t.Day(on, today, formats)];
    }

    /// <summary>A day to come as people name it: tomorrow, Friday, 20 Nov 2026.</summary>
    public static string Day(this IStringLocalizer<PaymentsTexts> t, DateOnly day, DateOnly today, Formats formats) => (day.DayNumber - today.DayNumber) switch
    {
        0 => t["DayToday"],
        1 => t["DayTomorrow"],
        > 1 and < 7 => t["DayNamed", day.ToString("dddd", Culture)],
        _ => formats.Date(day),
    };

    /// <summary>What the device does now and until when, as its customer should know it.</summary>
    public static string DeviceSays(this IStringLocalizer<PaymentsTexts> t, OwnLoan loan, DateOnly today, DateTimeOffset now, TimeZoneInfo zone, Formats formats) => loan.Device switch
    {
        { State: "released" } => t["DeviceReleased"],
        _ when loan.State == LoanState.PaidOff => t["DeviceFreeing"],
        { State: "locked" } when loan.Choices.Due.IsZero => t["DeviceOpening"],
        { State: "locked" } => t["DeviceLocked", formats.Money(loan.Choices.Due)],
        { State: "active", PaidUntil: { } until } when until > now => t["DeviceOpenUntil", t.Day(LastDay(until, zone), today, formats)],
        { State: "active" } => t["DeviceOpen"],
        _ => t["DeviceWaits"],
    };

    /// <summary>A device's state for its chip.</summary>
    public static ChipState Chip(this DeviceFacts device) => device.State switch
    {
        "active" => ChipState.Active,
        "locked" => ChipState.Locked,
        "released" => ChipState.Released,
        _ => ChipState.AwaitingEnrolment,
    };

    /// <summary>Its phase.</summary>
    public static ChipPhase Phase(this DeviceFacts device) => device.Phase switch
    {
        "ordered" => ChipPhase.Ordered,
        "armed" => ChipPhase.Armed,
        "believed" => ChipPhase.Believed,
        _ => ChipPhase.Confirmed,
    };

    /// <summary>How an installment stands.</summary>
    public static (string Text, Tone Tone, string? Row) Standing(this IStringLocalizer<PaymentsTexts> t, RowState state) =>
        (t[$"Row_{state}"], state switch
        {
            RowState.Paid => Tone.Active,
            RowState.Overdue => Tone.Locked,
            RowState.DueToday or RowState.PartPaid => Tone.Restricted,
            _ => Tone.Unknown,
        }, state switch { RowState.Paid => "is-done", RowState.Overdue => "is-late", RowState.DueToday => "is-due", _ => null });

    /// <summary>A refusal in the reader's language; codes without a text of their own are shown as they came.</summary>
    public static string Refused(this IStringLocalizer<PaymentsTexts> t, Refusal refusal)
    {
        var own = t["Refused_" + refusal.Code];
        return own.ResourceNotFound ? refusal.Message : own;
    }

    /// <summary>The text of a code that came in an address; a general one for codes we do not know.</summary>
    public static string RefusedCode(this IStringLocalizer<PaymentsTexts> t, string code)
    {
        var own = t["Refused_" + code];
        return own.ResourceNotFound ? t["Refused_other"] : own;
    }

    /// <summary>How money came.</summary>
    public static string Method(this IStringLocalizer<PaymentsTexts> t, PaymentMethod method) => t[$"Method_{method}"];

    /// <summary>A provider as it calls itself; one without a name here by its word.</summary>
    public static string Provider(this IStringLocalizer<PaymentsTexts> t, string provider) =>
        t["Provider_" + provider] is { ResourceNotFound: false } own ? own : provider;

    /// <summary>The date of a moment in a zone.</summary>
    public static DateOnly DayOf(DateTimeOffset at, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    // Paid until the first instant of a day means: open through the day before.
    private static DateOnly LastDay(DateTimeOffset until, TimeZoneInfo zone) => DayOf(until.AddSeconds(-1), zone);
}
