using Paylatch.Application.Identity;

namespace Paylatch.Web.Shell;

/// <summary>
/// What the layouts need to know about this request. One is registered as a scoped service and filled from the request;
/// layouts are always rendered on the server within a request, so it never lives in a circuit.
/// </summary>
public sealed record FrameModel
{
    /// <summary>The tenant's name as customers see it, or the platform's.</summary>
    public required string TenantName { get; init; }

    /// <summary>Its logo's address; its first letter stands in when there is none.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>Its accent colour, <c>#rrggbb</c>.</summary>
    public string AccentColour { get; init; } = Accent.Default;

    /// <summary>The signed-in person's name; null when nobody is.</summary>
    public string? UserName { get; init; }

    /// <summary>The signed-in person's role.</summary>
    public Role Role { get; init; } = Role.Visitor;

    /// <summary>The places of the rail, see <see cref="Place.For"/>.</summary>
    public IReadOnlyList<Place> Places { get; init; } = [];

    /// <summary>Where the search box sends its <c>q</c>; null hides the box.</summary>
    public string? SearchAction { get; init; }

    /// <summary>The name in SharedTexts of what the search box says it finds.</summary>
    public string SearchHint { get; init; } = "SearchHint";

    /// <summary>The sandbox's clock bar; null for real tenants.</summary>
    public SandboxBar? Sandbox { get; init; }

    /// <summary>The frame of a request nobody is signed in to: the platform's own.</summary>
    public static FrameModel Plain { get; } = new() { TenantName = "Paylatch" };
}

/// <summary>The bar by which a sandbox tenant's clock is seen and moved.</summary>
/// <param name="Now">The tenant's present moment.</param>
/// <param name="Zone">The tenant's zone.</param>
/// <param name="MayMove">True for those who may move it forward.</param>
/// <param name="NextDue">The next due date of any loan, to move to; null when there is none.</param>
public sealed record SandboxBar(DateTimeOffset Now, TimeZoneInfo Zone, bool MayMove, DateOnly? NextDue = null)
{
    /// <summary>Where the bar posts <c>step</c> (<c>day</c>, <c>week</c> or <c>due</c>) and <c>back</c>, with the anti-forgery token.</summary>
    public const string Action = "/sandbox/clock";
}
