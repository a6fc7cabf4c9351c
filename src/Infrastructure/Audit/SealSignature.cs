using System.Text.Json.Serialization;
using Paylatch.Application.Audit;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Audit;

namespace Paylatch.Infrastructure.Audit;

/// <summary>What the signature of a seal says.</summary>
/// <param name="Tid">The tenant's id.</param>
/// <param name="Num">The seal's number.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Hash">Its hash, hexadecimal.</param>
/// <param name="Prev">The hash of the seal before, hexadecimal.</param>
/// <param name="At">When it was sealed, microseconds since 1970.</param>
internal sealed record SealClaims(string Tid, long Num, int Rows, string Hash, string Prev, long At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SealClaims))]
internal sealed partial class SealJson : JsonSerializerContext;

/// <summary>Signs seals and checks their signatures: compact JWS, ES256.</summary>
internal static class SealSignature
{
    private const string Typ = "paylatch-seal+jwt";

    public static string Sign(Seal seal, ReadOnlySpan<byte> hash, SigningKey key) =>
        Jws.Sign(Claims(seal, hash), SealJson.Default.SealClaims, key, Typ);

    public static bool IsBy(StoredSeal stored, VerifyingKey key)
    {
        try
        {
            return Jws.Read(stored.Signature).Open(key, Typ, SealJson.Default.SealClaims) == Claims(stored.Seal, stored.Hash.Span);
        }
        catch (ProtocolRefusal)
        {
            return false;
        }
    }

    private static SealClaims Claims(Seal seal, ReadOnlySpan<byte> hash) => new(
        seal.Tenant.ToString(), seal.Number, seal.Positions.Count, Convert.ToHexStringLower(hash),
        Convert.ToHexStringLower(seal.PreviousHash.Span), Seal.Microseconds(seal.SealedAt));
}
