using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell;

/// <summary>A place in the rail: five to seven of them, whatever there is in each.</summary>
/// <param name="Text">Its name in SharedTexts, such as <c>PlaceDevices</c>.</param>
/// <param name="Href">Its address; it is current for every address below it or below one of its parts.</param>
/// <param name="Icon">A name of the icon set.</param>
/// <param name="Needs">Who sees it.</param>
/// <param name="Phone">Its position in a phone's bottom bar, from 1; null puts it under More.</param>
public sealed record Place(string Text, string Href, string Icon, Permission Needs, int? Phone = null)
{
    private static readonly Place[] Merchant =
    [
        new("PlaceToday", "/today", "today", Permission.ViewPortfolio, 1),
        new("PlaceDevices", "/devices", "device", Permission.ViewPortfolio, 2),
        new("PlaceLoans", "/loans", "loan", Permission.ViewPortfolio, 4)
        {
            Parts =
            [
                new("PlaceLoans", "/loans", Permission.ViewPortfolio), new("PlacePortfolio", "/portfolio", Permission.ViewPortfolio),
                new("PlaceReturns", "/returns", Permission.ViewPortfolio), new("PlaceMessages", "/messages", Permission.ViewPortfolio),
            ],
        },
        new("PlaceSell", "/sell", "sell", Permission.Sell, 3),
        new("PlacePayments", "/payments", "cash", Permission.ViewPortfolio)
        {
            Parts = [new("PlacePayments", "/payments", Permission.ViewPortfolio), new("PlaceUnmatched", "/payments/unmatched", Permission.ViewPortfolio)],
        },
        new("PlaceBooks", "/books", "document", Permission.ViewBooks)
        {
            Parts =
            [
                new("PlaceTrialBalance", "/books", Permission.ViewBooks), new("PlaceJournal", "/books/journal", Permission.ViewBooks),
                new("PlaceAccounts", "/books/accounts", Permission.ViewBooks), new("PlaceCurrencies", "/books/currencies", Permission.ViewBooks),
                new("PlaceCardMoney", "/books/card-money", Permission.ViewBooks), new("PlaceProofs", "/books/proofs", Permission.ViewBooks),
            ],
        },
        new("PlaceSettings", "/settings", "settings", Permission.ManageTenant)
        {
            Parts =
            [
                new("PlaceGeneral", "/settings", Permission.ManageTenant), new("PlaceProducts", "/settings/products", Permission.ManageTenant),
                new("PlaceDayClose", "/settings/day-close", Permission.ManageTenant), new("PlaceAudit", "/audit", Permission.ReadAudit),
            ],
        },
    ];

    private static readonly Place[] Platform =
    [
        new("PlaceTenants", "/tenants", "tenant", Permission.ManagePlatform, 1),
        new("PlaceRegion", "/region", "region", Permission.ViewRegion, 2),
        new("PlaceHealth", "/health", "health", Permission.ManagePlatform, 3),
        new("PlaceAudit", "/audit", "audit", Permission.ReadAudit, 4),
    ];

    /// <summary>Its pages, one beside another; none where the place is a single page.</summary>
    public IReadOnlyList<PlacePart> Parts { get; init; } = [];

    /// <summary>The places a role sees on the platform's host or on a tenant's, with the parts it sees. The use cases behind them check again.</summary>
    public static IReadOnlyList<Place> For(Role role, bool platform) =>
    [
        .. (platform ? Platform : Merchant).Where(place => role.Has(place.Needs)).Select(place => place with { Parts = [.. place.Parts.Where(part => role.Has(part.Needs))] }),
    ];

    /// <summary>True when an address is this place or below it, or one of its parts or below that.</summary>
    public bool Holds(string path) => IsBelow(path, Href) || Parts.Any(part => IsBelow(path, part.Href));

    private static bool IsBelow(string path, string href) =>
        path.Equals(href, StringComparison.OrdinalIgnoreCase) || path.StartsWith(href + "/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A page of a place, beside the place's others.</summary>
/// <param name="Text">Its name in SharedTexts.</param>
/// <param name="Href">Its address.</param>
/// <param name="Needs">Who sees it.</param>
public sealed record PlacePart(string Text, string Href, Permission Needs)
{
    /// <summary>True when an address is this very page; a page below it shows the way back instead of its neighbours.</summary>
    public bool Is(string path) => path.TrimEnd('/').Equals(Href, StringComparison.OrdinalIgnoreCase);
}
