using System.Security.Cryptography;
using System.Text;

namespace Paylatch.DeviceAgents.Protocol.Tests;

/// <summary>RFC 7515 appendix A.3, and the ways signatures were forged elsewhere (after Wycheproof's vectors).</summary>
public sealed class JwsTests
{
    private const string RfcX = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    private const string RfcY = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    private const string RfcHeader = "eyJhbGciOiJFUzI1NiJ9";
    private const string RfcPayload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private const string RfcSignature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string Rfc = $"{RfcHeader}.{RfcPayload}.{RfcSignature}";

    // The order n of P-256: r and s of n or more are not signatures.
    private const string Order = "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

    private static readonly SigningKey HeaderKey = SigningKey.New();
    private static readonly VerifyingKey RfcKey = VerifyingKey.From(new Jwk("EC", "P-256", RfcX, RfcY));

    [Fact]
    public void The_example_of_RFC_7515_verifies()
    {
        var payload = Jws.Read(Rfc).Open(RfcKey, typ: null);
        Assert.Equal("{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}", Encoding.UTF8.GetString(payload.Span));
    }

    [Fact]
    public void What_the_RFCs_private_key_signs_verifies_with_its_public_key()
    {
        using var ec = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = StrictBase64Url.Decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
            Q = new ECPoint { X = StrictBase64Url.Decode(RfcX), Y = StrictBase64Url.Decode(RfcY) },
        });
        var key = SigningKey.FromPem(ec.ExportPkcs8PrivateKeyPem(), "rfc");
        Assert.Equal((RfcX, RfcY, "rfc"), (key.Public.Jwk.X, key.Public.Jwk.Y, key.Kid));
        var jws = Jws.Sign(new JwsHeader("ES256"), "hello"u8, key);
        Assert.Equal("hello", Encoding.UTF8.GetString(Jws.Read(jws).Open(RfcKey, null).Span));
        Assert.NotEqual(jws, Jws.Sign(new JwsHeader("ES256"), "hello"u8, key));
    }

    [Fact]
    public void The_thumbprint_is_the_one_of_RFC_7638()
    {
        // SHA-256 of {"crv":"P-256","kty":"EC","x":"…","y":"…"} over the A.3 key, made with openssl dgst.
        var json = $$"""{"crv":"P-256","kty":"EC","x":"{{RfcX}}","y":"{{RfcY}}"}""";
        Assert.Equal(StrictBase64Url.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(json))), RfcKey.Jwk.Thumbprint());
        Assert.Equal("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U", RfcKey.Jwk.Thumbprint());
    }

    [Fact]
    public void Every_changed_bit_of_payload_or_signature_is_noticed()
    {
        foreach (var part in new[] { 1, 2 })
        {
            var parts = Rfc.Split('.');
            var bytes = StrictBase64Url.Decode(parts[part]);
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                parts[part] = StrictBase64Url.Encode(bytes);
                MustRefuse(ProtocolCodes.BadSignature, string.Join('.', parts));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"None"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"ES384"}""")]
    [InlineData("""{"alg":"RS256"}""")]
    [InlineData("""{"alg":"es256"}""")]
    [InlineData("""{"alg":""}""")]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES256","crit":[]}""")]
    [InlineData("""{"alg":"ES256","b64":false,"crit":["b64"]}""")]
    public void Only_ES256_without_extensions_is_taken(string header) =>
        MustRefuse(ProtocolCodes.BadSignature, Signed(header), HeaderKey.Public);

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"ES256\"")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"alg":["ES256"]}""")]
    [InlineData("""{"alg":"none","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256"}x""")]
    [InlineData("""{"alg":"ES256",}""")]
    [InlineData("""{"alg":"ES256","kid":7}""")]
    public void A_header_that_is_not_one_is_malformed(string header) =>
        MustRefuse(ProtocolCodes.Malformed, Signed(header), HeaderKey.Public);

    [Fact]
    public void A_header_may_say_more_than_we_know() =>
        Assert.NotEqual(0, Jws.Read(Signed("""{"alg":"ES256","x-new":[1]}""")).Open(HeaderKey.Public, null).Length);

    [Fact]
    public void Alg_none_with_no_signature_is_refused() =>
        MustRefuse(ProtocolCodes.BadSignature, $"{StrictBase64Url.Encode("""{"alg":"none"}"""u8)}.{RfcPayload}.");

    [Fact]
    public void The_public_key_as_an_HMAC_secret_is_refused()
    {
        var input = $"{StrictBase64Url.Encode("""{"alg":"HS256"}"""u8)}.{RfcPayload}";
        var mac = HMACSHA256.HashData(StrictBase64Url.Decode(RfcX + RfcY[..1]), Encoding.ASCII.GetBytes(input));
        MustRefuse(ProtocolCodes.BadSignature, $"{input}.{StrictBase64Url.Encode(mac)}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(96)]
    [InlineData(128)]
    public void A_signature_of_another_length_is_refused(int length)
    {
        var bytes = new byte[length];
        StrictBase64Url.Decode(RfcSignature).AsSpan(0, Math.Min(64, length)).CopyTo(bytes);
        MustRefuse(ProtocolCodes.BadSignature, $"{RfcHeader}.{RfcPayload}.{StrictBase64Url.Encode(bytes)}");
    }

    [Fact]
    public void A_signature_in_DER_is_refused()
    {
        var key = SigningKey.New();
        using var ec = ECDsa.Create();
        ec.ImportFromPem(key.ToPem());
        var der = ec.SignData(Encoding.ASCII.GetBytes($"{RfcHeader}.{RfcPayload}"), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        MustRefuse(ProtocolCodes.BadSignature, $"{RfcHeader}.{RfcPayload}.{StrictBase64Url.Encode(der)}", key.Public);
    }

    [Theory]
    [InlineData("00", "00")]
    [InlineData("00", "01")]
    [InlineData("01", "00")]
    [InlineData("01", "01")]
    [InlineData(Order, Order)]
    [InlineData("00", Order)]
    [InlineData(Order, "01")]
    [InlineData("01", Order)]
    public void Special_values_of_r_and_s_are_refused(string r, string s)
    {
        var signature = Convert.FromHexString(r.PadLeft(64, '0') + s.PadLeft(64, '0'));
        MustRefuse(ProtocolCodes.BadSignature, $"{RfcHeader}.{RfcPayload}.{StrictBase64Url.Encode(signature)}");
        Assert.False(RfcKey.Verify(""u8, signature));
    }

    [Theory]
    [InlineData(Rfc + ".")]
    [InlineData(Rfc + ".AAAA")]
    [InlineData(Rfc + " ")]
    [InlineData(Rfc + "\n")]
    [InlineData(Rfc + "=")]
    [InlineData(Rfc + "==")]
    [InlineData(" " + Rfc)]
    [InlineData("." + Rfc)]
    [InlineData(RfcHeader + "." + RfcPayload)]
    [InlineData(RfcHeader + "=." + RfcPayload + "." + RfcSignature)]
    [InlineData(RfcHeader + "." + RfcPayload + ".!" + RfcSignature)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(null)]
    public void Anything_around_or_missing_is_malformed(string? compact) => MustRefuse(ProtocolCodes.Malformed, compact);

    [Fact]
    public void The_standard_alphabet_is_not_base64url()
    {
        Assert.Contains('-', RfcSignature);
        MustRefuse(ProtocolCodes.Malformed, Rfc.Replace('-', '+'));
        MustRefuse(ProtocolCodes.Malformed, $"{RfcHeader}.{RfcPayload}.{RfcSignature.Replace('_', '/').Replace('-', '+')}");
    }

    [Fact]
    public void A_second_spelling_of_the_same_signature_is_refused()
    {
        // The last character of 64 bytes carries two unused bits: Q, R, S and T all decode to the same bytes laxly.
        Assert.EndsWith("Q", RfcSignature, StringComparison.Ordinal);
        foreach (var last in "RST") MustRefuse(ProtocolCodes.Malformed, Rfc[..^1] + last);
    }

    [Fact]
    public void A_message_that_is_too_long_is_refused_though_signed()
    {
        var header = new JwsHeader("ES256");
        MustRefuse(ProtocolCodes.Malformed, Jws.Sign(header, new byte[ProtocolLimits.LongestMessage], HeaderKey), HeaderKey.Public);
        Assert.Equal(9_000, Jws.Read(Jws.Sign(header, new byte[9_000], HeaderKey)).Open(HeaderKey.Public, null).Length);
    }

    [Fact]
    public void One_kind_of_message_cannot_pass_as_another()
    {
        var key = SigningKey.New();
        var lease = Jws.Sign(new JwsHeader("ES256", MessageTypes.Lease), "{}"u8, key);
        MustRefuse(ProtocolCodes.BadSignature, lease, key.Public, MessageTypes.Command);
        MustRefuse(ProtocolCodes.BadSignature, Jws.Sign(new JwsHeader("ES256"), "{}"u8, key), key.Public, MessageTypes.Command);
        Assert.Equal(2, Jws.Read(lease).Open(key.Public, MessageTypes.Lease).Length);
    }

    [Fact]
    public void Another_key_does_not_verify() =>
        MustRefuse(ProtocolCodes.BadSignature, Rfc, SigningKey.New().Public);

    [Fact]
    public async Task One_key_serves_many_threads()
    {
        var key = SigningKey.New();
        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, (i, _) =>
        {
            var text = $"{i}";
            var opened = Jws.Read(Jws.Sign(new JwsHeader("ES256"), Encoding.ASCII.GetBytes(text), key)).Open(key.Public, null);
            Assert.Equal(text, Encoding.ASCII.GetString(opened.Span));
            return ValueTask.CompletedTask;
        });
    }

    // Signed properly under a header of our choosing, so that only the header can be the reason to refuse.
    private static string Signed(string header)
    {
        var input = $"{StrictBase64Url.Encode(Encoding.UTF8.GetBytes(header))}.{RfcPayload}";
        return $"{input}.{StrictBase64Url.Encode(HeaderKey.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static void MustRefuse(string code, string? compact, VerifyingKey? key = null, string? typ = null) =>
        Assert.Equal(code, Assert.Throws<ProtocolRefusal>(() => Jws.Read(compact).Open(key ?? RfcKey, typ)).Code);
}
