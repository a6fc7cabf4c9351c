using System.Security.Cryptography;

namespace Paylatch.DeviceAgents.Protocol.Tests;

public sealed class JwkTests
{
    private static readonly Jwk Good = SigningKey.New().Public.Jwk;

    [Fact]
    public void A_key_survives_the_journey()
    {
        var key = SigningKey.New();
        Assert.Equal(key.Kid, key.Public.Jwk.Thumbprint());
        var back = VerifyingKey.From(key.Public.Jwk);
        Assert.True(back.Verify("x"u8, key.Sign("x"u8)));
        Assert.False(back.Verify("y"u8, key.Sign("x"u8)));
        Assert.Equal(key.Public.Jwk, SigningKey.FromPem(key.ToPem()).Public.Jwk);
    }

    [Theory]
    [InlineData("RSA", "P-256")]
    [InlineData("ec", "P-256")]
    [InlineData("EC", "P-384")]
    [InlineData("EC", "secp256k1")]
    [InlineData("EC", "")]
    public void Another_family_or_curve_by_name_is_refused(string kty, string crv) => MustRefuse(Good with { Kty = kty, Crv = crv });

    [Fact]
    public void A_point_of_another_curve_is_refused()
    {
        // secp256k1's generator: 32-byte coordinates like ours, on the wrong curve.
        var x = Convert.FromHexString("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798");
        var y = Convert.FromHexString("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8");
        MustRefuse(Good with { X = StrictBase64Url.Encode(x), Y = StrictBase64Url.Encode(y) });
        MustRefuse(Good with { X = Good.Y, Y = Good.X });
        MustRefuse(Good with { X = StrictBase64Url.Encode(new byte[32]), Y = StrictBase64Url.Encode(new byte[32]) });
    }

    [Fact]
    public void A_coordinate_outside_the_field_is_refused()
    {
        var all = new byte[32];
        Array.Fill(all, (byte)0xFF);
        MustRefuse(Good with { X = StrictBase64Url.Encode(all) });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void A_coordinate_of_another_length_is_refused(int length)
    {
        var bytes = new byte[length];
        StrictBase64Url.Decode(Good.X).AsSpan(0, Math.Min(32, length)).CopyTo(bytes.AsSpan(Math.Max(0, length - 32)));
        MustRefuse(Good with { X = StrictBase64Url.Encode(bytes) });
    }

    [Fact]
    public void A_coordinate_that_is_not_base64url_is_refused()
    {
        MustRefuse(Good with { X = Good.X + "=" });
        MustRefuse(Good with { Y = "\",\"y\":\"" });
    }

    [Fact]
    public void A_private_key_of_another_curve_or_none_is_refused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var k1 = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using var rsa = RSA.Create(2048);
        using var bare = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] pems = [p384.ExportPkcs8PrivateKeyPem(), k1.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), bare.ExportSubjectPublicKeyInfoPem(), "", "-----BEGIN"];
        foreach (var pem in pems)
            Assert.Equal(ProtocolCodes.BadKey, Assert.Throws<ProtocolRefusal>(() => SigningKey.FromPem(pem)).Code);
    }

    private static void MustRefuse(Jwk jwk) =>
        Assert.Equal(ProtocolCodes.BadKey, Assert.Throws<ProtocolRefusal>(() => VerifyingKey.From(jwk)).Code);
}
