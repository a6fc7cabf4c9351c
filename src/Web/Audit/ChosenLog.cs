using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Audit;

/// <summary>The log somebody looks at: that of the host they are on or, from the platform's host, a merchant's.</summary>
public sealed class ChosenLog
{
    private readonly Door _door;

    private ChosenLog(Door door, TenantDetail? merchant) => (_door, Merchant) = (door, merchant);

    /// <summary>The merchant whose log the platform looks at; null for the host's own log.</summary>
    public TenantDetail? Merchant { get; }

    /// <summary>Chooses a log. Naming a merchant is for those who may see all of them.</summary>
    /// <param name="door">The door.</param>
    /// <param name="slug">The merchant's subdomain; null or empty for the host's own log.</param>
    public static async Task<Outcome<ChosenLog>> Open(Door door, string? slug)
    {
        ArgumentNullException.ThrowIfNull(door);
        if (string.IsNullOrEmpty(slug)) return new ChosenLog(door, null);
        var shown = await door.Run((ShowTenant u) => u.Handle(new(slug), default));
        return shown.Refusal is { } no ? no : new ChosenLog(door, shown.Value);
    }

    /// <summary>Runs a use case on it.</summary>
    public Task<Outcome<T>> Run<TUse, T>(Func<TUse, Task<T>> use, CancellationToken ct = default)
        where TUse : notnull => Merchant is { } merchant ? _door.RunOn(merchant.Id, use, ct) : _door.Run(use, ct);
}
