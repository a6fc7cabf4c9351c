using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;

namespace Paylatch.Web.Ledger;

/// <summary>How the books are said in the reader's language.</summary>
internal static class LedgerWords
{
    /// <summary>A refusal in the reader's language; codes without a text of their own are shown as they came.</summary>
    public static string Refused(this IStringLocalizer<LedgerTexts> t, Refusal refusal) => t[refusal.Code] is { ResourceNotFound: false } own ? own : refusal.Message;

    /// <summary>What a transfer records.</summary>
    public static string Kind(this IStringLocalizer<LedgerTexts> t, TransferKind kind) => t[$"Kind_{kind}"];

    /// <summary>The name of an account: the chart's own are translated, the tenant's are as they were typed.</summary>
    public static string Account(this IStringLocalizer<LedgerTexts> t, string code, string name) => t["Account_" + code] is { ResourceNotFound: false } own ? own : name;

    /// <summary>How a transfer stands, where that is more than posted.</summary>
    public static (string Text, Tone Tone)? Standing(this IStringLocalizer<LedgerTexts> t, JournalRow row, DateTimeOffset now) => row switch
    {
        { Phase: TransferPhase.Voiding } => (t["Standing_Voiding"], Tone.Unknown),
        { ReversedBy: not null } => (t["Standing_Reversed"], Tone.Unknown),
        { Reverses: not null } => (t["Standing_Reversal"], Tone.Unknown),
        { Phase: TransferPhase.Pending, Resolved: TransferPhase.Posting } => (t["Standing_Taken"], Tone.Active),
        { Phase: TransferPhase.Pending } when row.IsOpen(now) => (t["Standing_Pending"], Tone.Restricted),
        { Phase: TransferPhase.Pending } => (t["Standing_Voided"], Tone.Unknown),
        _ => null,
    };
}

/// <summary>Parts of addresses of the books.</summary>
internal static class LedgerAddress
{
    /// <summary>A day written <c>2026-03-31</c>; null when it is none.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;

    /// <summary>A day as an address has it.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The kind of a word such as <c>loan_booked</c>; null when it is none.</summary>
    public static TransferKind? Kind(string? word)
    {
        foreach (var kind in Enum.GetValues<TransferKind>())
        {
            if (Words.Of(kind) == word) return kind;
        }

        return null;
    }

    /// <summary>Where a page ended, as one opaque word.</summary>
    public static string? Write(JournalPlace? place) => place is null ? null : Pack($"{Text(place.Day)}~{place.Transfer}");

    /// <summary>Where a page ended, as one opaque word.</summary>
    public static string? Write(StatementPlace? place) =>
        place is null ? null : Pack(string.Create(CultureInfo.InvariantCulture, $"{Text(place.Day)}~{place.Transfer}~{place.Line}"));

    /// <summary>The place a word stands for; null when it is none.</summary>
    public static JournalPlace? ReadJournal(string? word) =>
        Unpack(word) is [var day, var id] && Day(day) is { } on && Guid.TryParse(id, out var transfer) ? new(on, new TransferId(transfer)) : null;

    /// <summary>The place a word stands for; null when it is none.</summary>
    public static StatementPlace? ReadStatement(string? word) =>
        Unpack(word) is [var day, var id, var number] && Day(day) is { } on && Guid.TryParse(id, out var transfer)
            && short.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new(on, new TransferId(transfer), line)
            : null;

    private static string Pack(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string[] Unpack(string? word) =>
        word is { Length: > 0 and < 200 } && Base64Url.IsValid(word) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(word)).Split('~') : [];
}
