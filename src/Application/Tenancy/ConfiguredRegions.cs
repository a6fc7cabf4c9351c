namespace Paylatch.Application.Tenancy;

/// <summary>The regions of this installation, home first.</summary>
/// <param name="All">Code and name of each.</param>
public sealed record ConfiguredRegions(IReadOnlyList<RegionChoice> All)
{
    /// <summary>True when there is such a region.</summary>
    public bool Has(string? code) => code is not null && All.Any(region => region.Code == code);

    /// <summary>The name of a region for people; its code when it is configured no more.</summary>
    public string NameOf(string code) => All.FirstOrDefault(region => region.Code == code)?.Name ?? code;
}

/// <summary>A region to choose.</summary>
/// <param name="Code">Stable code such as <c>af-east</c>.</param>
/// <param name="Name">Name for people.</param>
public sealed record RegionChoice(string Code, string Name);
