using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Devices;

/// <summary>
/// The tokens of device sessions: device, tenant and end under an HMAC-SHA-256 with a key of the tenant's own. Nothing is
/// stored; every node can check them. The end is in the system's time, so that moving a sandbox's clock ends no session.
/// </summary>
public sealed class SessionTokens(Vault vault, TimeProvider time)
{
    /// <summary>How long a session holds.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int Ids = 32;
    private const int Body = Ids + sizeof(long);
    private const int Whole = Body + HMACSHA256.HashSizeInBytes;

    private readonly ConcurrentDictionary<TenantId, byte[]> _keys = new();

    /// <summary>Makes a token.</summary>
    public string Issue(TenantId tenant, DeviceId device)
    {
        Span<byte> token = stackalloc byte[Whole];
        device.Value.TryWriteBytes(token);
        tenant.Value.TryWriteBytes(token[16..]);
        BinaryPrimitives.WriteInt64BigEndian(token[Ids..], (time.GetUtcNow() + Life).ToUnixTimeSeconds());
        HMACSHA256.HashData(KeyOf(tenant), token[..Body], token[Body..]);
        return StrictBase64Url.Encode(token);
    }

    /// <summary>The device of a token; null when it is not one of this tenant's, was changed, or has ended.</summary>
    public DeviceId? Read(TenantId tenant, string? token)
    {
        if (token is not { Length: 96 }) return null;
        byte[] bytes;
        try
        {
            bytes = StrictBase64Url.Decode(token);
        }
        catch (ProtocolRefusal)
        {
            return null;
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(KeyOf(tenant), bytes.AsSpan(0, Body), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(Body))) return null;
        if (new Guid(bytes.AsSpan(16, 16)) != tenant.Value) return null;
        var ends = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Ids));
        return time.GetUtcNow().ToUnixTimeSeconds() < ends ? new DeviceId(new Guid(bytes.AsSpan(0, 16))) : null;
    }

    private byte[] KeyOf(TenantId tenant) => _keys.GetOrAdd(tenant, id => vault.KeyFor($"device-session:{id}"));
}
