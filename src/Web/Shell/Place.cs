using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell;

/// <summary>A place in the rail.</summary>
/// <param name="Text">Its name in SharedTexts, such as <c>PlaceDevices</c>.</param>
/// <param name="Href">Its address; it is current for every address below it.</param>
/// <param name="Icon">A name of the icon set.</param>
/// <param name="Needs">Who sees it.</param>
/// <param name="Phone">Its position in a phone's bottom bar, from 1; null puts it under More.</param>
public sealed record Place(string Text, string Href, string Icon, Permission Needs, int? Phone = null)
{
    private static readonly Place[] Merchant =
    [
        new("PlaceToday", "/today", "today", Permission.ViewPortfolio, 1),
        new("PlaceDevices", "/devices", "device", Permission.ViewPortfolio, 2),
        new("PlaceLoans", "/loans", "loan", Permission.ViewPortfolio, 4),
        new("PlaceSell", "/sell", "sell", Permission.Sell, 3),
        new("PlacePayments", "/payments", "cash", Permission.ViewPortfolio),
        new("PlaceMessages", "/messages", "message", Permission.ViewPortfolio),
        new("PlaceBooks", "/books", "document", Permission.ViewBooks),
        new("PlaceAudit", "/audit", "audit", Permission.ReadAudit),
        new("PlaceSettings", "/settings", "settings", Permission.ManageTenant),
    ];

    private static readonly Place[] Platform =
    [
        new("PlaceTenants", "/tenants", "tenant", Permission.ManagePlatform, 1),
        new("PlaceRegion", "/region", "region", Permission.ViewRegion, 2),
        new("PlaceHealth", "/health", "health", Permission.ManagePlatform, 3),
        new("PlaceAudit", "/audit", "audit", Permission.ReadAudit, 4),
    ];

    /// <summary>The places a role sees on the platform's host or on a tenant's. The use cases behind them check again.</summary>
    public static IReadOnlyList<Place> For(Role role, bool platform) => [.. (platform ? Platform : Merchant).Where(place => role.Has(place.Needs))];

    /// <summary>True when an address is this place or below it.</summary>
    public bool Holds(string path) => path.Equals(Href, StringComparison.OrdinalIgnoreCase) || path.StartsWith(Href + "/", StringComparison.OrdinalIgnoreCase);
}
