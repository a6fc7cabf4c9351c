using System.Globalization;
using Microsoft.Extensions.Localization;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Shell;

/// <summary>Money, dates and moments in the current culture's words. Arabic keeps Latin digits, as its banks and bills do.</summary>
public sealed class Formats(IStringLocalizer<SharedTexts> texts)
{
    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>An amount for a sentence: <c>KES 1,200</c>; whole amounts without minor digits. Kept in one piece in right-to-left text.</summary>
    public string Money(Money amount)
    {
        var text = $"{amount.Currency.Code}\u00a0{Number(amount, whole: true)}";
        return Culture.TextInfo.IsRightToLeft ? $"\u2066{text}\u2069" : text;
    }

    /// <summary>The figures of an amount with all minor digits, or without them when they are zero and <paramref name="whole"/> is asked.</summary>
    public string Number(Money amount, bool whole = false)
    {
        var digits = whole && amount.Minor % amount.Currency.MinorPerMajor == 0 ? 0 : amount.Currency.Decimals;
        return amount.Amount.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), Figures);
    }

    /// <summary>A count with its thousands parted.</summary>
    public string Count(long count) => count.ToString("N0", Figures);

    /// <summary><c>20 Nov 2026</c>.</summary>
    public string Date(DateOnly date) => date.ToString("d MMM yyyy", Culture);

    /// <summary><c>Nov 2026</c>.</summary>
    public string Month(DateOnly month) => month.ToString("MMM yyyy", Culture);

    /// <summary><c>Friday, 20 November 2026</c>.</summary>
    public string LongDate(DateOnly date) => date.ToString(texts["PatternLongDate"], Culture);

    /// <summary>A moment in a zone, to the second, with the zone's offset.</summary>
    public string Exact(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm:ss 'UTC'zzz", Culture);

    /// <summary>
    /// A date near today in words: "today", "tomorrow", "Friday, in 2 days", "3 days ago"; null when it is more than
    /// thirteen days ahead or thirty behind, where the date itself says more.
    /// </summary>
    public string? InWords(DateOnly date, DateOnly today)
    {
        var days = date.DayNumber - today.DayNumber;
        return days switch
        {
            0 => texts["Today"],
            1 => texts["Tomorrow"],
            -1 => texts["Yesterday"],
            > 1 and < 7 => texts["WeekdayAnd", date.ToString("dddd", Culture), Plural("InDays", days)],
            >= 7 and <= 13 => Plural("InDays", days),
            < -1 and >= -30 => Plural("DaysAgo", -days),
            _ => null,
        };
    }

    /// <summary>A date in words where there are any, else the date.</summary>
    public string Due(DateOnly date, DateOnly today) => InWords(date, today) ?? Date(date);

    /// <summary>A moment near now in words: "just now", "3 min ago", "today 14:05", "yesterday 14:05", else date and time.</summary>
    public string Moment(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (local, here) = (TimeZoneInfo.ConvertTime(at, zone), TimeZoneInfo.ConvertTime(now, zone));
        var ago = now - at;
        if (ago >= TimeSpan.Zero && ago < TimeSpan.FromMinutes(1)) return texts["JustNow"];
        if (ago >= TimeSpan.Zero && ago < TimeSpan.FromHours(1)) return Plural("MinutesAgo", (int)ago.TotalMinutes);
        var time = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return (local.Date - here.Date).Days switch
        {
            0 => texts["DayAt", texts["Today"].Value, time],
            -1 => texts["DayAt", texts["Yesterday"].Value, time],
            1 => texts["DayAt", texts["Tomorrow"].Value, time],
            _ => texts["DayAt", local.ToString(local.Year == here.Year ? "d MMM" : "d MMM yyyy", Culture), time],
        };
    }

    /// <summary>
    /// A counted phrase: the text <c>name_one</c>, <c>_two</c>, <c>_few</c>, <c>_many</c> or <c>_other</c>, by the
    /// culture's plural rule (Unicode CLDR), with the count as <c>{0}</c>. A missing form falls back to <c>_other</c>.
    /// </summary>
    public string Plural(string name, long count) => Plural(texts, name, count);

    /// <summary>The same from a capability's own texts.</summary>
    public string Plural(IStringLocalizer from, string name, long count)
    {
        var exact = from[$"{name}_{Form(count)}", Count(count)];
        return exact.ResourceNotFound ? from[$"{name}_other", Count(count)] : exact;
    }

    private static string Form(long count) => (Culture.TwoLetterISOLanguageName, count) switch
    {
        (_, 1) => "one",
        ("ar", 2) => "two",
        ("ar", _) when count % 100 is >= 3 and <= 10 => "few",
        ("ar", _) when count % 100 >= 11 => "many",
        _ => "other",
    };

    private static NumberFormatInfo Figures =>
        Culture.TwoLetterISOLanguageName == "ar" ? NumberFormatInfo.InvariantInfo : Culture.NumberFormat;
}
