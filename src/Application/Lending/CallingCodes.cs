using System.Collections.Frozen;
using System.Globalization;
using Paylatch.Application.Tenancy;

namespace Paylatch.Application.Lending;

/// <summary>The calling code of a tenant's country (ITU-T E.164), so that local numbers can be typed with a leading zero.</summary>
public static class CallingCodes
{
    private static readonly FrozenDictionary<string, string> ByCountry = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["KE"] = "254", ["TZ"] = "255", ["UG"] = "256", ["RW"] = "250", ["BI"] = "257", ["ET"] = "251", ["SO"] = "252",
        ["CD"] = "243", ["ZM"] = "260", ["MW"] = "265", ["MZ"] = "258", ["ZA"] = "27", ["NG"] = "234", ["GH"] = "233",
        ["CI"] = "225", ["SN"] = "221", ["CM"] = "237", ["EG"] = "20", ["SD"] = "249", ["MA"] = "212", ["SA"] = "966",
        ["AE"] = "971", ["JO"] = "962", ["IN"] = "91", ["PK"] = "92", ["BD"] = "880", ["PH"] = "63", ["ID"] = "62",
        ["MX"] = "52", ["CO"] = "57", ["PE"] = "51", ["BR"] = "55", ["GB"] = "44", ["DE"] = "49",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The code of a tenant's country, such as 254 for <c>sw-KE</c>: by its culture, or by its currency, whose first two
    /// letters are a country's (ISO 4217); null when neither names one we know.
    /// </summary>
    public static string? Of(TenantInfo tenant)
    {
        var country = CultureInfo.GetCultureInfo(tenant.Culture) is { IsNeutralCulture: false } specific && specific.Name.Length > 0
            ? new RegionInfo(specific.Name).TwoLetterISORegionName
            : tenant.Currency.Code[..2];
        return ByCountry.GetValueOrDefault(country);
    }
}
