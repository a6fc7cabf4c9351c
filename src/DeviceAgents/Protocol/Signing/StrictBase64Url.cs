using System.Buffers;
using System.Buffers.Text;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>
/// base64url as RFC 7515 wants it: no padding, no white space, no other alphabet, and the unused bits of the last
/// character zero, so that every text has one spelling only. The framework's decoder lets padding and white space through.
/// </summary>
public static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes one spelling only.</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.Malformed"/></exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet)) throw Refuse.Malformed("Not base64url.");
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        var done = Base64Url.DecodeFromChars(text, bytes, out _, out var written);
        // Two spellings of the same bytes would let an old message pass as a new one.
        return done == OperationStatus.Done && text.SequenceEqual(Encode(bytes.AsSpan(0, written)))
            ? bytes[..written]
            : throw Refuse.Malformed("Not canonical base64url.");
    }
}
