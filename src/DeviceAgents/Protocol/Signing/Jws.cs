using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>The protected header of a JWS.</summary>
/// <param name="Alg">Always <c>ES256</c>.</param>
/// <param name="Typ">What kind of message it is, one of <see cref="MessageTypes"/>; keeps one kind from passing as another.</param>
/// <param name="Kid">Which key signed it.</param>
/// <param name="Jwk">The signer's own public key; only in an enrolment proof.</param>
/// <param name="Crit">Extensions one must understand. We understand none, so anything here refuses the message.</param>
public sealed record JwsHeader(
    [property: JsonRequired] string Alg,
    string? Typ = null,
    string? Kid = null,
    Jwk? Jwk = null,
    JsonElement? Crit = null);

/// <summary>
/// JSON Web Signature in compact form (RFC 7515), fixed to ES256 (RFC 7518, 3.4): there is no algorithm to choose,
/// so there is none to confuse.
/// </summary>
public static class Jws
{
    /// <summary>The only algorithm.</summary>
    public const string Algorithm = "ES256";

    /// <summary>Signs a payload that is written as JSON.</summary>
    public static string Sign<T>(T payload, JsonTypeInfo<T> shape, SigningKey key, string typ, Jwk? jwk = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = new JwsHeader(Algorithm, typ, jwk is null ? key.Kid : null, jwk);
        return Sign(header, JsonSerializer.SerializeToUtf8Bytes(payload, shape), key);
    }

    /// <summary>Signs a payload as it is under a header as it is; the typed form is the one to use.</summary>
    public static string Sign(JwsHeader header, ReadOnlySpan<byte> payload, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var head = StrictBase64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(header, WireJson.Default.JwsHeader));
        var input = $"{head}.{StrictBase64Url.Encode(payload)}";
        return $"{input}.{StrictBase64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Reads the header. The payload stays closed until <see cref="UnverifiedJws.Open{T}"/> has checked the signature.</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.Malformed"/> or <see cref="ProtocolCodes.BadSignature"/></exception>
    public static UnverifiedJws Read(string? compact)
    {
        if (compact is not { Length: > 0 and <= ProtocolLimits.LongestMessage }) throw Refuse.Malformed("Empty or too long.");
        var parts = compact.Split('.');
        if (parts.Length != 3) throw Refuse.Malformed("A compact JWS has three parts.");
        var header = ReadHeader(StrictBase64Url.Decode(parts[0]));
        if (header.Alg != Algorithm) throw Refuse.Signature("Only ES256 is taken.");
        if (header.Crit is not null) throw Refuse.Signature("A critical extension is not understood.");
        var signature = StrictBase64Url.Decode(parts[2]);
        var signed = Encoding.ASCII.GetBytes(compact[..(parts[0].Length + 1 + parts[1].Length)]);
        return new UnverifiedJws(header, signed, StrictBase64Url.Decode(parts[1]), signature);
    }

    private static JwsHeader ReadHeader(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WireJson.Default.JwsHeader) ?? throw Refuse.Malformed("The header is null.");
        }
        catch (JsonException)
        {
            throw Refuse.Malformed("The header is not the JSON of a JWS header.");
        }
    }
}

/// <summary>A JWS whose signature nobody has checked yet: only its header can be read, and that only to find the key.</summary>
public sealed class UnverifiedJws
{
    private readonly byte[] _signed;
    private readonly byte[] _payload;
    private readonly byte[] _signature;

    internal UnverifiedJws(JwsHeader header, byte[] signed, byte[] payload, byte[] signature) =>
        (Header, _signed, _payload, _signature) = (header, signed, payload, signature);

    /// <summary>What the sender says about the message. Not proven.</summary>
    public JwsHeader Header { get; }

    /// <summary>Checks the kind and the signature, then hands out the payload's bytes.</summary>
    /// <param name="key">The key that must have signed it.</param>
    /// <param name="typ">The kind it must be; null takes any and is for test vectors.</param>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.BadSignature"/></exception>
    public ReadOnlyMemory<byte> Open(VerifyingKey key, string? typ)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (typ is not null && Header.Typ != typ) throw Refuse.Signature("Signed as another kind of message.");
        return key.Verify(_signed, _signature) ? _payload : throw Refuse.Signature("The signature is not by this key.");
    }

    /// <summary>Checks the kind and the signature, then reads the payload.</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.BadSignature"/> or <see cref="ProtocolCodes.Malformed"/></exception>
    public T Open<T>(VerifyingKey key, string typ, JsonTypeInfo<T> shape)
        where T : class
    {
        var payload = Open(key, typ);
        try
        {
            return JsonSerializer.Deserialize(payload.Span, shape) ?? throw Refuse.Malformed("The payload is null.");
        }
        catch (JsonException)
        {
            throw Refuse.Malformed($"The payload is not what a {typ} promises.");
        }
    }
}
