using System.Collections.Frozen;

namespace Paylatch.Domain.Shared;

/// <summary>An ISO 4217 currency with its number of minor digits (KES 2, JPY 0, KWD 3).</summary>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, int> Digits = Table();

    private Currency(string code) => Code = code;

    /// <summary>The three-letter code.</summary>
    public string Code { get; }

    /// <summary>How many digits the minor unit has: 0, 2 or 3.</summary>
    public int Decimals => Digits[Code];

    /// <summary>Minor units in one major unit: 1, 100 or 1000.</summary>
    public long MinorPerMajor => Decimals switch { 0 => 1, 2 => 100, _ => 1000 };

    /// <summary>All known codes.</summary>
    public static IReadOnlyList<string> Known => Digits.Keys;

    /// <summary>Builds a currency from its code in any case.</summary>
    /// <exception cref="Refusal"><c>money.currency_unknown</c></exception>
    public static Currency Of(string? code) =>
        code is { Length: 3 } && Digits.ContainsKey(code.ToUpperInvariant())
            ? new Currency(code.ToUpperInvariant())
            : throw MoneyRefusals.UnknownCurrency(code);

    /// <inheritdoc/>
    public override string ToString() => Code;

    // ISO 4217 list one, 2024: the currencies with other than two minor digits, then those with two.
    private static FrozenDictionary<string, int> Table()
    {
        const string none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
        const string three = "BHD IQD JOD KWD LYD OMR TND";
        const string two = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
            + "CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG "
            + "HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR "
            + "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK "
            + "SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG";
        var table = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var code in none.Split(' ')) table[code] = 0;
        foreach (var code in two.Split(' ')) table[code] = 2;
        foreach (var code in three.Split(' ')) table[code] = 3;
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
