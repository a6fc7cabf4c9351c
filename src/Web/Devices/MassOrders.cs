using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Devices;

/// <summary>
/// The same order to each of several devices. Each is an operation of its own: what one device's state refuses leaves the
/// others ordered.
/// </summary>
public static class MassOrders
{
    /// <summary>The most devices one decision may be about: more than a person can have looked at.</summary>
    public const int Most = 200;

    /// <summary>A device that was not ordered.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Why">The refusal.</param>
    public sealed record Refused(DeviceRow Device, Refusal Why);

    /// <summary>
    /// Orders one after another. A refusal that names a field is about what was typed and would be every device's: it
    /// ends the orders.
    /// </summary>
    /// <param name="devices">At most <see cref="Most"/>.</param>
    /// <param name="order">Orders one.</param>
    /// <param name="told">Called with how many have been answered.</param>
    /// <returns>The refused ones.</returns>
    public static async Task<IReadOnlyList<Refused>> Give(
        IReadOnlyList<DeviceRow> devices, Func<DeviceRow, Task<Outcome<LiveOrder>>> order, Action<int> told)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(devices.Count, Most);
        var refused = new List<Refused>();
        for (var i = 0; i < devices.Count; i++)
        {
            if ((await order(devices[i])).Refusal is { } why)
            {
                refused.Add(new Refused(devices[i], why));
                if (why.Field is not null) break;
            }

            told(i + 1);
        }

        return refused;
    }
}
