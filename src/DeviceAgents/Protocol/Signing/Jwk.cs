using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>The public half of a P-256 key as it travels (RFC 7517). Not yet checked: see <see cref="VerifyingKey"/>.</summary>
/// <param name="Kty">Always <c>EC</c>.</param>
/// <param name="Crv">Always <c>P-256</c>.</param>
/// <param name="X">The point's x, 32 bytes as base64url.</param>
/// <param name="Y">The point's y, 32 bytes as base64url.</param>
/// <param name="Kid">The key's name; on server keys always there.</param>
public sealed record Jwk(
    [property: JsonRequired] string Kty,
    [property: JsonRequired] string Crv,
    [property: JsonRequired] string X,
    [property: JsonRequired] string Y,
    string? Kid = null)
{
    // NIST P-256: y² = x³ - 3x + b over the field of p elements (FIPS 186-4, D.1.2.3).
    private static readonly BigInteger P = Hex("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
    private static readonly BigInteger B = Hex("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    /// <summary>The RFC 7638 thumbprint: SHA-256 over the required members in order, as base64url.</summary>
    public string Thumbprint()
    {
        // X and Y hold only base64url characters once checked, so no JSON escaping can be needed.
        var canonical = $$"""{"crv":"{{Crv}}","kty":"{{Kty}}","x":"{{X}}","y":"{{Y}}"}""";
        return StrictBase64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    internal static Jwk From(ECPoint q, string? kid) =>
        new("EC", "P-256", StrictBase64Url.Encode(q.X), StrictBase64Url.Encode(q.Y), kid);

    internal ECParameters ToParameters()
    {
        if (Kty != "EC" || Crv != "P-256") throw Refuse.Key("Only EC keys on P-256 are taken.");
        var q = new ECPoint { X = Coordinate(X), Y = Coordinate(Y) };
        MustBeOnCurve(q);
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q };
    }

    /// <summary>Refuses points off the curve: computing with them leaks or forges (invalid-curve attacks).</summary>
    private static void MustBeOnCurve(ECPoint q)
    {
        if (q.X is not { Length: 32 } || q.Y is not { Length: 32 }) throw Refuse.Key("A coordinate is not 32 bytes long.");
        var x = new BigInteger(q.X, isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(q.Y, isUnsigned: true, isBigEndian: true);
        if (x >= P || y >= P) throw Refuse.Key("A coordinate is not in the field.");
        var right = (((x * x * x) - (3 * x) + B) % P + P) % P;
        if (y * y % P != right) throw Refuse.Key("The point is not on P-256.");
    }

    private static byte[] Coordinate(string text)
    {
        try
        {
            return StrictBase64Url.Decode(text);
        }
        catch (ProtocolRefusal)
        {
            throw Refuse.Key("A coordinate is not base64url.");
        }
    }

    private static BigInteger Hex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
