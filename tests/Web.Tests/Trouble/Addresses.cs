namespace Paylatch.Web.Tests.Trouble;

/// <summary>Whose an address is.</summary>
internal enum Whose
{
    /// <summary>Merchant staff, by cookie.</summary>
    Staff,

    /// <summary>Programs, by API key.</summary>
    Program,

    /// <summary>A customer, by cookie.</summary>
    Customer,

    /// <summary>A device, by its session.</summary>
    Device,

    /// <summary>The platform's staff; nothing is there on a merchant's host.</summary>
    Platform,

    /// <summary>Everybody; carries nobody's business.</summary>
    Everybody,
}

/// <summary>An address of the portal, and how it is asked for somebody's business.</summary>
/// <param name="Pattern">As the portal maps it.</param>
/// <param name="Whose">Whose it is.</param>
/// <param name="Path">What is asked, with <c>{loan}</c> and so on for ids; the pattern itself when left out.</param>
/// <param name="Shows">True when the rightful reader finds the sale there.</param>
internal sealed record Address(string Pattern, Whose Whose, string? Path = null, bool Shows = false)
{
    /// <summary>What is asked about a sale.</summary>
    public string Of(Sold sold, Guid payment, Guid wish, Guid product) => (Path ?? Pattern)
        .Replace("{loan}", sold.Loan.ToString(), StringComparison.Ordinal)
        .Replace("{device}", sold.Device.ToString(), StringComparison.Ordinal)
        .Replace("{payment}", payment.ToString(), StringComparison.Ordinal)
        .Replace("{product}", product.ToString(), StringComparison.Ordinal)
        .Replace("{wish}", wish.ToString(), StringComparison.Ordinal)
        .Replace("{imei}", sold.Imei, StringComparison.Ordinal)
        .Replace("{number}", Uri.EscapeDataString(sold.Number), StringComparison.Ordinal);
}

/// <summary>Every address that can be read, kept by hand and compared with the real ones: a new one cannot be forgotten by the walls' test.</summary>
internal static class Addresses
{
    private const string Period = "?from=2026-01-01&to=2099-12-31";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Address> Read =
    [
        new("/", Whose.Everybody),
        new("/sign-in", Whose.Everybody),
        new("/error", Whose.Everybody),
        new("/not-found", Whose.Everybody),
        new("/unknown-address", Whose.Everybody),
        new("/culture", Whose.Everybody),
        new("/theme", Whose.Everybody),
        new("/health/live", Whose.Everybody),
        new("/health/ready", Whose.Everybody),
        new("/branding/logo/{name}", Whose.Everybody, "/branding/logo/none.png"),
        new("/agent/v1/time", Whose.Everybody),
        new("/api/openapi.json", Whose.Everybody),
        new("/_gallery", Whose.Everybody),
        new("/_gallery/parts", Whose.Everybody),
        new("/_gallery/customer", Whose.Everybody),
        new("/_gallery/sign-in", Whose.Everybody),

        new("/tenants", Whose.Platform),
        new("/tenants/new", Whose.Platform),
        new("/tenants/{Slug}", Whose.Platform, "/tenants/jua"),
        new("/region", Whose.Platform),
        new("/health", Whose.Platform),

        new("/today", Whose.Staff),
        new("/loans", Whose.Staff, "/loans?q={number}", Shows: true),
        new("/loans/export.csv", Whose.Staff, "/loans/export.csv?q={number}", Shows: true),
        new("/loans/{Id:guid}", Whose.Staff, "/loans/{loan}", Shows: true),
        new("/returns", Whose.Staff),
        new("/returns/export.csv", Whose.Staff, "/returns/export.csv?q={number}"),
        new("/loans/{id:guid}/schedule.csv", Whose.Staff, "/loans/{loan}/schedule.csv"),
        new("/portfolio", Whose.Staff, "/portfolio?step=week"),
        new("/portfolio/export.csv", Whose.Staff, "/portfolio/export.csv?table=ageing"),
        new("/search", Whose.Staff, "/search?q={number}", Shows: true),
        new("/sell", Whose.Staff, "/sell?loan={loan}"),
        new("/devices", Whose.Staff, "/devices?q={imei}&device={device}", Shows: true),
        new("/devices/{Id:guid}", Whose.Staff, "/devices/{device}", Shows: true),
        new("/devices/export.csv", Whose.Staff, "/devices/export.csv?q={imei}", Shows: true),
        new("/payments", Whose.Staff, "/payments?q={number}", Shows: true),
        new("/payments/export.csv", Whose.Staff, "/payments/export.csv?q={number}", Shows: true),
        new("/payments/unmatched", Whose.Staff),
        new("/payments/{id:guid}.pdf", Whose.Staff, "/payments/{payment}.pdf"),
        new("/books", Whose.Staff),
        new("/books/export.csv", Whose.Staff),
        new("/books/export.pdf", Whose.Staff),
        new("/books/journal", Whose.Staff, "/books/journal?loan={number}", Shows: true),
        new("/books/journal/export.csv", Whose.Staff, "/books/journal/export.csv?loan={number}"),
        new("/books/journal/export.pdf", Whose.Staff, "/books/journal/export.pdf?loan={number}"),
        new("/books/accounts", Whose.Staff),
        new("/books/accounts.csv", Whose.Staff),
        new("/books/accounts/{Code}", Whose.Staff, "/books/accounts/1200"),
        new("/books/accounts/{code}/export.csv", Whose.Staff, "/books/accounts/1200/export.csv"),
        new("/books/accounts/{code}/export.pdf", Whose.Staff, "/books/accounts/1200/export.pdf"),
        new("/books/proofs", Whose.Staff),
        new("/books/currencies", Whose.Staff),
        new("/books/rates.csv", Whose.Staff),
        new("/books/card-money", Whose.Staff),
        new("/books/card-money/export.csv", Whose.Staff),
        new("/books/positions.csv", Whose.Staff),
        new("/messages", Whose.Staff, "/messages?loan={loan}"),
        new("/audit", Whose.Staff, "/audit?q=loan:{loan}"),
        new("/audit/export.csv", Whose.Staff, "/audit/export.csv" + Period + "&q=loan:{loan}"),
        new("/audit/export.pdf", Whose.Staff, "/audit/export.pdf" + Period + "&q=loan:{loan}"),
        new("/settings", Whose.Staff),
        new("/settings/products", Whose.Staff),
        new("/settings/products/new", Whose.Staff),
        new("/settings/products/export.csv", Whose.Staff),
        new("/settings/products/{Id:guid}", Whose.Staff, "/settings/products/{product}"),
        new("/settings/day-close", Whose.Staff),
        new("/settings/day-close/export.csv", Whose.Staff),
        new("/clock", Whose.Staff),
        new("/password", Whose.Staff),

        new("/me", Whose.Customer, Shows: true),
        new("/me/loans/{Id:guid}", Whose.Customer, "/me/loans/{loan}", Shows: true),
        new("/me/pay/{Id:guid}", Whose.Customer, "/me/pay/{loan}", Shows: true),
        new("/me/pay/{Id:guid}/done", Whose.Customer, "/me/pay/{loan}/done?payment={wish}"),
        new("/me/payments", Whose.Customer, Shows: true),
        new("/me/payments/{Id:guid}", Whose.Customer, "/me/payments/{payment}", Shows: true),
        new("/me/payments/{id:guid}.pdf", Whose.Customer, "/me/payments/{payment}.pdf"),

        new("/api/v1/loans", Whose.Program, "/api/v1/loans?q={number}", Shows: true),
        new("/api/v1/loans/{id:guid}", Whose.Program, "/api/v1/loans/{loan}", Shows: true),
        new("/api/v1/loans/{id:guid}/class", Whose.Program, "/api/v1/loans/{loan}/class", Shows: true),
        new("/api/v1/loan-buckets", Whose.Program),
        new("/api/v1/returns", Whose.Program),
        new("/api/v1/loans/{id:guid}/what-if", Whose.Program, "/api/v1/loans/{loan}/what-if"),
        new("/api/v1/portfolio", Whose.Program),
        new("/api/v1/day-closes", Whose.Program),
        new("/api/v1/restructure-limits", Whose.Program),
        new("/api/v1/devices", Whose.Program, "/api/v1/devices?q={imei}", Shows: true),
        new("/api/v1/devices/{id:guid}", Whose.Program, "/api/v1/devices/{device}", Shows: true),
        new("/api/v1/products", Whose.Program),
        new("/api/v1/products/{id:guid}", Whose.Program, "/api/v1/products/{product}"),
        new("/api/v1/payments", Whose.Program, "/api/v1/payments?loan={loan}", Shows: true),
        new("/api/v1/loans/{id:guid}/payoff-quotes", Whose.Program, "/api/v1/loans/{loan}/payoff-quotes"),
        new("/api/v1/payments/{id:guid}", Whose.Program, "/api/v1/payments/{payment}", Shows: true),

        new("/api/v1/payouts", Whose.Program),
        new("/api/v1/rates", Whose.Program),
        new("/api/v1/rates/at", Whose.Program, "/api/v1/rates/at?from=KES&to=KES"),
        new("/api/v1/ledger/trial-balance", Whose.Program),
        new("/api/v1/ledger/journal", Whose.Program, "/api/v1/ledger/journal?loan={number}", Shows: true),
        new("/api/v1/ledger/accounts/{code}/statement", Whose.Program, "/api/v1/ledger/accounts/1200/statement"),

        new("/agent/v1/commands", Whose.Device),
    ];

    /// <summary>Every address that is posted to. Each is tried from outside in <see cref="TenantWallsTests"/>.</summary>
    public static readonly IReadOnlyList<string> Posted =
    [
        "/sign-in", "/sign-in/code", "/sign-out", "/password", "/sandbox/clock", "/me/pay/{id:guid}", "/api/v1/payments",
        "/webhooks/stripe", "/api/v1/loans/{id:guid}/payoff-quotes", "/api/v1/loans/{id:guid}/restructures/preview",
        "/api/v1/loans/{id:guid}/restructures", "/agent/v1/enrol", "/agent/v1/session", "/agent/v1/heartbeat", "/agent/v1/results",
        "/api/v1/loans/preview", "/api/v1/payments/{id:guid}/reversal", "/api/v1/loans/{id:guid}/penalty-waivers",
        "/api/v1/loans/{id:guid}/credit-refunds", "/api/v1/loans/{id:guid}/credit-uses", "/api/v1/loans/{id:guid}/pause",
        "/api/v1/loans/{id:guid}/resume", "/api/v1/loans/{id:guid}/default", "/api/v1/loans/{id:guid}/lift-default",
        "/api/v1/loans/{id:guid}/disbursements", "/api/v1/loans/{id:guid}/disbursement-cancellations",
        "/api/v1/loans/{id:guid}/charge-off", "/api/v1/loans/{id:guid}/write-back", "/api/v1/loans/{id:guid}/return",
        "/api/v1/loans/{id:guid}/return/value", "/api/v1/loans/{id:guid}/return/sale", "/api/v1/rates", "/api/v1/payouts", "/me/loans/{id:guid}/payoff",
    ];

    /// <summary>The frameworks' own: Blazor's circuits, files, and the live hub, which has tests of its own.</summary>
    public static readonly IReadOnlyList<string> Frameworks = ["/_blazor", "/_framework", "/hubs/live", "/{**path"];
}
