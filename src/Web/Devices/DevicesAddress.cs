using Microsoft.AspNetCore.Http.Extensions;
using Paylatch.Application.Devices;
using Paylatch.Domain.Devices;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Devices;

/// <summary>What the grid keeps in its address, so that it can be sent on and survives a reload.</summary>
/// <param name="State">The state filtered by, as stored.</param>
/// <param name="Search">What is searched for.</param>
/// <param name="After">Where the page begins.</param>
/// <param name="Device">The device whose drawer is open.</param>
public sealed record DevicesAddress(string? State, string? Search, Guid? After = null, Guid? Device = null)
{
    /// <summary>The grid's path.</summary>
    public const string Path = "/devices";

    /// <summary>The filter of this address; a state nobody knows filters nothing.</summary>
    public DeviceFilter Filter => new(Known, null, string.IsNullOrWhiteSpace(Search) ? null : Search.Trim());

    /// <summary>The state, when there is such a one.</summary>
    public DeviceState? Known => Enum.GetValues<DeviceState>().Where(state => Words.Of(state) == State).Select(state => (DeviceState?)state).FirstOrDefault();

    /// <summary>The same rows as a file.</summary>
    public string Export => $"{Path}/export.csv" + Query(withPlace: false);

    /// <inheritdoc/>
    public override string ToString() => Path + Query(withPlace: true);

    private QueryBuilder Query(bool withPlace)
    {
        var query = new QueryBuilder();
        if (Known is { } state) query.Add("state", Words.Of(state));
        if (!string.IsNullOrWhiteSpace(Search)) query.Add("q", Search.Trim());
        if (withPlace && After is { } after) query.Add("after", after.ToString());
        if (withPlace && Device is { } device) query.Add("device", device.ToString());
        return query;
    }
}
