using System.Buffers;
using System.Buffers.Text;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>
/// base64url as RFC 7515 wants it: no padding, no white space, no other alphabet, and the unused bits of the last
/// character zero, so that every text has one spelling only. The framework's decoder lets padding and white space through.
/// </summary>
public static class StrictBase64Url
{
    /// <summary>Encodes without padding.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>Decodes one spelling only.</summary>
    /// <exception cref="ProtocolRefusal"><see cref="ProtocolCodes.Malformed"/></exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        var done = Base64Url.DecodeFromChars(text, bytes, out _, out var written);
        // Padding, white space or set spare bits do not come back when encoded again.
        return done == OperationStatus.Done && text.SequenceEqual(Encode(bytes.AsSpan(0, written)))
            ? bytes[..written]
            : throw Refuse.Malformed("Not canonical base64url.");
    }
}
