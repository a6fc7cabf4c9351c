using System.Globalization;

namespace Paylatch.StripeSimulator;

/// <summary>Why a card is declined.</summary>
/// <param name="Code">Stripe's error code.</param>
/// <param name="DeclineCode">The bank's reason.</param>
/// <param name="Message">What the customer reads.</param>
public sealed record Decline(string Code, string? DeclineCode, string Message);

/// <summary>A card as far as it may be kept: never its number, only the last four digits and how it behaves.</summary>
public sealed record Card(string Brand, string Last4, int Month, int Year, Decline? Decline, bool AsksMore)
{
    private static readonly Decline Generic = new("card_declined", "generic_decline", "Your card was declined.");

    // https://docs.stripe.com/testing
    private static readonly Dictionary<string, (Decline? Decline, bool AsksMore)> TestCards = new(StringComparer.Ordinal)
    {
        ["4242424242424242"] = (null, false),
        ["4000056655665556"] = (null, false),
        ["5555555555554444"] = (null, false),
        ["378282246310005"] = (null, false),
        ["4000002500003155"] = (null, true),
        ["4000002760003184"] = (null, true),
        ["4000008400001629"] = (Generic, true),
        ["4000000000000002"] = (Generic, false),
        ["4000000000009995"] = (new("card_declined", "insufficient_funds", "Your card has insufficient funds."), false),
        ["4000000000009987"] = (new("card_declined", "lost_card", "Your card was declined."), false),
        ["4000000000000069"] = (new("expired_card", null, "Your card has expired."), false),
        ["4000000000000127"] = (new("incorrect_cvc", null, "Your card's security code is incorrect."), false),
        ["4000000000000119"] = (new("processing_error", null, "An error occurred while processing your card. Try again in a little bit."), false),
    };

    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["pm_card_visa"] = "4242424242424242",
        ["pm_card_mastercard"] = "5555555555554444",
        ["pm_card_visa_chargeDeclined"] = "4000000000000002",
        ["pm_card_chargeDeclined"] = "4000000000000002",
        ["pm_card_visa_chargeDeclinedInsufficientFunds"] = "4000000000009995",
        ["pm_card_chargeDeclinedExpiredCard"] = "4000000000000069",
        ["pm_card_authenticationRequired"] = "4000002500003155",
    };

    /// <summary>Its id, <c>pm_…</c>.</summary>
    public string Id { get; } = Ids.New("pm_1");

    /// <summary>The card behind one of Stripe's test names, such as <c>pm_card_visa</c>; null when there is none.</summary>
    public static Card? FromName(string name, DateTimeOffset now) =>
        Named.TryGetValue(name, out var number) ? Of(number, 12, now.Year + 2) : null;

    /// <summary>Reads what a customer typed. What is wrong comes back by field, as the page shows it.</summary>
    public static (Card? Card, Dictionary<string, string> Wrong) Read(string? number, string? expiry, string? cvc, DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        var digits = Digits(number);
        if (digits.Length == 0) wrong["cardNumber"] = "Enter a card number.";
        else if (digits.Length is < 12 or > 19 || !Luhn(digits)) wrong["cardNumber"] = "Your card number is invalid.";
        var until = ReadExpiry(expiry);
        if (until is not { } on) wrong["cardExpiry"] = "Enter the expiry as MM / YY.";
        else if (on.Year * 12 + on.Month < now.Year * 12 + now.Month) wrong["cardExpiry"] = "Your card's expiry date is in the past.";
        else if (on.Year > now.Year + 50) wrong["cardExpiry"] = "Your card's expiry year is invalid.";
        var code = Digits(cvc);
        if (code.Length != (BrandOf(digits) == "amex" ? 4 : 3) || code.Length != (cvc ?? "").Trim().Length)
            wrong["cardCvc"] = "Your card's security code is incomplete.";
        return wrong.Count == 0 ? (Of(digits, until!.Value.Month, until.Value.Year), wrong) : (null, wrong);
    }

    private static Card Of(string digits, int month, int year)
    {
        var (decline, asksMore) = TestCards.TryGetValue(digits, out var known)
            ? known
            // Real cards are declined in Stripe's test world, too.
            : (new Decline("card_declined", "test_mode_live_card", "Your card was declined. Your request was in test mode, but used a non test card."), false);
        return new Card(BrandOf(digits), digits[^4..], month, year, decline, asksMore);
    }

    private static (int Month, int Year)? ReadExpiry(string? text)
    {
        var digits = Digits(text);
        if (digits.Length is not (3 or 4 or 6)) return null;
        var yearDigits = digits.Length == 6 ? 4 : 2;
        var month = int.Parse(digits[..^yearDigits], CultureInfo.InvariantCulture);
        var year = int.Parse(digits[^yearDigits..], CultureInfo.InvariantCulture) + (yearDigits == 2 ? 2000 : 0);
        return month is >= 1 and <= 12 ? (month, year) : null;
    }

    private static string Digits(string? text) => string.Concat((text ?? "").Where(char.IsAsciiDigit));

    private static string BrandOf(string digits) => digits switch
    {
        ['4', ..] => "visa",
        ['5', ..] => "mastercard",
        ['3', '4' or '7', ..] => "amex",
        _ => "unknown",
    };

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
