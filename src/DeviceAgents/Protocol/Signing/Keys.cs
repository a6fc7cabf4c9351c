using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>A public P-256 key that was checked to be on the curve. Safe to use from many threads.</summary>
public sealed class VerifyingKey
{
    private readonly EcPool _pool;

    private VerifyingKey(ECParameters parameters, string? kid)
    {
        Jwk = Jwk.From(parameters.Q, kid);
        _pool = new EcPool(() => ECDsa.Create(parameters));
    }

    /// <summary>The key as it travels.</summary>
    public Jwk Jwk { get; }

    /// <summary>Takes a key from the wire.</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.BadKey"/></exception>
    public static VerifyingKey From(Jwk jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        return new VerifyingKey(jwk.ToParameters(), jwk.Kid);
    }

    /// <summary>True when the 64 bytes of r and s sign the data.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        // r and s of zero are refused before the library sees them: CVE-2022-21449 shows why.
        if (signature.Length != 64) return false;
        if (!signature[..32].ContainsAnyExcept((byte)0) || !signature[32..].ContainsAnyExcept((byte)0)) return false;
        var ec = _pool.Rent();
        try
        {
            return ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _pool.Return(ec);
        }
    }
}

/// <summary>A private P-256 key. Safe to use from many threads.</summary>
public sealed class SigningKey
{
    private readonly string _pem;
    private readonly EcPool _pool;

    private SigningKey(string pem, ECPoint q, string? kid)
    {
        _pem = pem;
        var bare = Jwk.From(q, null);
        Kid = kid ?? bare.Thumbprint();
        Public = VerifyingKey.From(bare with { Kid = Kid });
        _pool = new EcPool(() => Import(pem));
    }

    /// <summary>The key's name; its RFC 7638 thumbprint unless another was given.</summary>
    public string Kid { get; }

    /// <summary>The public half, carrying <see cref="Kid"/>.</summary>
    public VerifyingKey Public { get; }

    /// <summary>Makes a new key.</summary>
    public static SigningKey New(string? kid = null)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new SigningKey(ec.ExportPkcs8PrivateKeyPem(), ec.ExportParameters(false).Q, kid);
    }

    /// <summary>Reads a key from PEM (PKCS#8 or SEC 1, unencrypted).</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.BadKey"/></exception>
    public static SigningKey FromPem(string pem, string? kid = null)
    {
        try
        {
            using var ec = Import(pem);
            var q = ec.ExportParameters(false).Q;
            return new SigningKey(ec.ExportPkcs8PrivateKeyPem(), q, kid);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Refuse.Key("Not the PEM of a private P-256 key.");
        }
    }

    /// <summary>The private key as PKCS#8 PEM. A secret: seal it before storing it anywhere shared.</summary>
    public string ToPem() => _pem;

    /// <summary>Signs: 32 bytes of r, then 32 bytes of s.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var ec = _pool.Rent();
        try
        {
            return ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _pool.Return(ec);
        }
    }

    private static ECDsa Import(string pem)
    {
        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return ec;
        }
        catch
        {
            ec.Dispose();
            throw;
        }
    }
}

/// <summary>The framework does not promise that one ECDsa may be used by two threads, so each takes one of its own.</summary>
internal sealed class EcPool(Func<ECDsa> make)
{
    private readonly ConcurrentBag<ECDsa> _idle = [];

    public ECDsa Rent() => _idle.TryTake(out var ec) ? ec : make();

    public void Return(ECDsa ec) => _idle.Add(ec);
}
