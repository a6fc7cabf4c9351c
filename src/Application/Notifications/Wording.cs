using System.Globalization;
using System.Resources;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>
/// Messages in the customer's language, from <c>MessageTexts.resx</c>. Dates are written out with their year, so that a
/// message that arrives late still says the truth.
/// </summary>
public sealed class Wording
{
    private static readonly ResourceManager Texts = new("Paylatch.Application.Notifications.MessageTexts", typeof(Wording).Assembly);

    private readonly CultureInfo _language;
    private readonly CultureInfo _forms;

    /// <summary>Takes the language of the first tag that is one, such as <c>sw</c> or <c>sw-KE</c>; English otherwise.</summary>
    public Wording(params IEnumerable<string?> tags)
    {
        _language = tags.Select(Find).FirstOrDefault(found => found is not null) ?? CultureInfo.GetCultureInfo("en");
        _forms = (CultureInfo)_language.Clone();
        // Contracts count in Gregorian dates everywhere; some cultures would otherwise show another calendar.
        if (_forms.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is { } gregorian) _forms.DateTimeFormat.Calendar = gregorian;
    }

    /// <summary>The text of a kind with its values, in the order the resource file names them.</summary>
    /// <exception cref="InvalidOperationException">There is no such text: a bug.</exception>
    public string Say(string kind, params object[] values)
    {
        var text = Texts.GetString(kind, _language) ?? throw new InvalidOperationException($"MessageTexts has no text {kind}.");
        return string.Format(_forms, text, values);
    }

    /// <summary>An amount such as <c>KES 1,200</c>, or <c>KES 1,200.50</c>: the minor part only where there is one.</summary>
    public string Of(Money money)
    {
        var decimals = money.Minor % money.Currency.MinorPerMajor == 0 ? 0 : money.Currency.Decimals;
        return $"{money.Currency.Code} {money.Amount.ToString("N" + decimals, Figures)}";
    }

    /// <summary>A date such as <c>12 March 2026</c>.</summary>
    public string Of(DateOnly date) => date.ToString("d MMMM yyyy", _forms);

    // Arabic keeps Latin digits and separators, as its banks and bills do.
    private IFormatProvider Figures => _language.TwoLetterISOLanguageName == "ar" ? CultureInfo.InvariantCulture : _forms;

    private static CultureInfo? Find(string? tag)
    {
        if (string.IsNullOrWhiteSpace(tag)) return null;
        try
        {
            return CultureInfo.GetCultureInfo(tag, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
