using System.Globalization;

namespace Paylatch.StripeSimulator;

/// <summary>
/// Stripe's rules about amounts (https://docs.stripe.com/currencies): which currencies have how many digits in its
/// requests, what cannot be charged in fractions, and the smallest and largest charge.
/// Smallest charges are checked for settlement currencies only, since others depend on a rate of exchange.
/// </summary>
public static class Amounts
{
    private const string ZeroDecimal = " bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf ";
    private const string ThreeDecimal = " bhd jod kwd omr tnd ";
    private const string WholeInTwoDecimals = " isk ugx ";
    private const string TwoDecimal = " aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop"
        + " crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel ghs gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd"
        + " lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp"
        + " sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd yer zar zmw ";

    private static readonly Dictionary<string, long> Smallest = new(StringComparer.Ordinal)
    {
        ["usd"] = 50, ["aed"] = 200, ["aud"] = 50, ["bgn"] = 100, ["brl"] = 50, ["cad"] = 50, ["chf"] = 50, ["czk"] = 1500, ["dkk"] = 250,
        ["eur"] = 50, ["gbp"] = 30, ["hkd"] = 400, ["huf"] = 17500, ["inr"] = 50, ["jpy"] = 50, ["mxn"] = 1000, ["myr"] = 200, ["nok"] = 300,
        ["nzd"] = 50, ["pln"] = 200, ["ron"] = 200, ["sek"] = 300, ["sgd"] = 50, ["thb"] = 1000,
    };

    /// <summary>Checks a currency and returns it in lower case.</summary>
    /// <exception cref="StripeError">Stripe does not take it.</exception>
    public static string Currency(string code, string param)
    {
        var lower = code.ToLowerInvariant();
        return lower.Length == 3 && Digits(lower) is not null
            ? lower
            : throw StripeError.Invalid(null, $"Invalid currency: {lower}. Stripe currently supports these currencies:{TwoDecimal}{ZeroDecimal}{ThreeDecimal}{WholeInTwoDecimals}", param);
    }

    /// <summary>Checks a sum to be charged.</summary>
    /// <exception cref="StripeError">Too small, too large, or too finely divided.</exception>
    public static void Check(long amount, string currency, string param)
    {
        if (amount < 1) throw StripeError.Invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.", param);
        if (WholeInTwoDecimals.Contains($" {currency} ", StringComparison.Ordinal) && amount % 100 != 0)
            throw StripeError.Invalid("invalid_charge_amount_no_decimal_compatible", $"Invalid amount. Currency {currency.ToUpperInvariant()} has become effectively zero-decimal and charged amounts must be evenly divisible by 100. See https://stripe.com/docs/currencies#special-cases for more information.", param);
        if (ThreeDecimal.Contains($" {currency} ", StringComparison.Ordinal) && amount % 10 != 0)
            throw StripeError.Invalid("invalid_charge_amount", $"Invalid amount. Amounts in {currency.ToUpperInvariant()} must be divisible by 10.", param);
        if (Smallest.TryGetValue(currency, out var smallest) && amount < smallest)
            throw StripeError.Invalid("amount_too_small", $"The amount must be at least {Display(smallest, currency)}.", param);
        var largest = currency switch { "idr" => 999_999_999_999, "inr" => 999_999_999, "jpy" or "huf" or "cop" or "lbp" => 9_999_999_999_999, _ => 99_999_999 };
        if (amount > largest)
            throw StripeError.Invalid("amount_too_large", $"The amount must be no more than {Display(largest, currency)}.", param);
    }

    /// <summary>An amount as people read it, such as <c>KES 1,200.50</c>.</summary>
    public static string Display(long amount, string currency)
    {
        var digits = Digits(currency) ?? 2;
        var major = amount / digits switch { 0 => 1m, 3 => 1000m, _ => 100m };
        var shown = WholeInTwoDecimals.Contains($" {currency} ", StringComparison.Ordinal) ? 0 : digits;
        return $"{currency.ToUpperInvariant()} {major.ToString("N" + shown, CultureInfo.InvariantCulture)}";
    }

    private static int? Digits(string currency)
    {
        var word = $" {currency} ";
        if (ZeroDecimal.Contains(word, StringComparison.Ordinal)) return 0;
        if (ThreeDecimal.Contains(word, StringComparison.Ordinal)) return 3;
        return TwoDecimal.Contains(word, StringComparison.Ordinal) || WholeInTwoDecimals.Contains(word, StringComparison.Ordinal) ? 2 : null;
    }
}
