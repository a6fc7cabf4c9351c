using Microsoft.AspNetCore.Http.Extensions;
using Paylatch.Application.Devices;
using Paylatch.Domain.Devices;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Devices;

/// <summary>What the grid keeps in its address, so that it can be sent on and survives a reload.</summary>
/// <param name="State">The state filtered by, as stored.</param>
/// <param name="Search">What is searched for.</param>
/// <param name="Phase">The phase filtered by, as stored.</param>
/// <param name="Stuck">Only devices with an order that has waited for long.</param>
/// <param name="After">Where the page begins.</param>
/// <param name="Device">The device whose drawer is open.</param>
public sealed record DevicesAddress(string? State, string? Search, string? Phase = null, bool Stuck = false, Guid? After = null, Guid? Device = null)
{
    /// <summary>The grid's path.</summary>
    public const string Path = "/devices";

    /// <summary>The filter of this address; a state or phase nobody knows filters nothing.</summary>
    public DeviceFilter Filter => new(Known, KnownPhase, string.IsNullOrWhiteSpace(Search) ? null : Search.Trim(), Stuck);

    /// <summary>The state, when there is such a one.</summary>
    public DeviceState? Known => OfWord<DeviceState>(State);

    /// <summary>The phase, when there is such a one.</summary>
    public DevicePhase? KnownPhase => OfWord<DevicePhase>(Phase);

    /// <summary>The same rows as a file.</summary>
    public string Export => $"{Path}/export.csv" + Query(withPlace: false);

    /// <inheritdoc/>
    public override string ToString() => Path + Query(withPlace: true);

    private QueryBuilder Query(bool withPlace)
    {
        var query = new QueryBuilder();
        if (Known is { } state) query.Add("state", Words.Of(state));
        if (KnownPhase is { } phase) query.Add("phase", Words.Of(phase));
        if (Stuck) query.Add("stuck", "true");
        if (!string.IsNullOrWhiteSpace(Search)) query.Add("q", Search.Trim());
        if (withPlace && After is { } after) query.Add("after", after.ToString());
        if (withPlace && Device is { } device) query.Add("device", device.ToString());
        return query;
    }

    private static T? OfWord<T>(string? word)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => Words.Of(value) == word).Select(value => (T?)value).FirstOrDefault();
}
