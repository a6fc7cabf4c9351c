using System.Collections.Concurrent;
using Paylatch.Application.Tenancy;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Devices;

/// <summary>
/// The leases that go out with heartbeats, each kept for a minute of the tenant's time: signing on every heartbeat would
/// cost more than all the rest of it. A lease that changed is signed at once.
/// </summary>
public sealed class Leases
{
    private const int Most = 200_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);

    // A device that secures no loan yet, or whose loan's event is still on its way, is lent to for a day.
    private static readonly TimeSpan Provisional = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<DeviceId, Signed> _signed = new();

    /// <summary>The lease of a device.</summary>
    public string Of(TenantInfo tenant, DeviceId device, DateTimeOffset? paidUntil, bool released, DateTimeOffset now, SigningKey key)
    {
        if (_signed.TryGetValue(device, out var known)
            && known.PaidUntil == paidUntil && known.Released == released && known.Kid == key.Kid && known.Tenant == tenant.Id
            && now >= known.At && now - known.At < Fresh) return known.Jws;
        var jws = Sign(tenant.Slug, device, paidUntil, released, now, key);
        if (_signed.Count > Most) _signed.Clear();
        _signed[device] = new Signed(tenant.Id, paidUntil, released, key.Kid, now, jws);
        return jws;
    }

    /// <summary>Signs a lease.</summary>
    public static string Sign(string slug, DeviceId device, DateTimeOffset? paidUntil, bool released, DateTimeOffset now, SigningKey key)
    {
        long? ends = released ? null : (paidUntil ?? now + Provisional).ToUnixTimeSeconds();
        return PortalMessages.SignLease(new LeaseClaims(device.Value, slug, now.ToUnixTimeSeconds(), ends, released), key);
    }

    private sealed record Signed(TenantId Tenant, DateTimeOffset? PaidUntil, bool Released, string Kid, DateTimeOffset At, string Jws);
}
