using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Paylatch.Infrastructure.Shared;

/// <summary>
/// Seals secrets and personal data under the platform's master key with AES-256-GCM (NIST SP 800-38D).
/// The master key comes from the configuration <c>Keys:Master</c> and is never stored beside what it seals.
/// What was sealed for one purpose and tenant cannot be opened for another.
/// </summary>
public sealed class Vault
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const byte Version = 1;

    private readonly byte[] _master;

    /// <summary>Reads the master key.</summary>
    /// <exception cref="InvalidOperationException">It is missing or not 32 bytes of base64.</exception>
    public Vault(IConfiguration configuration)
    {
        var text = configuration["Keys:Master"];
        _master = text is null ? [] : TryDecode(text);
        if (_master.Length != 32)
            throw new InvalidOperationException("Set Keys:Master to 32 random bytes in base64, for example from: openssl rand -base64 32");
    }

    /// <summary>Seals bytes for a purpose, such as <c>signing-key:&lt;tenant&gt;</c>.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string purpose)
    {
        var box = new byte[1 + NonceSize + TagSize + plain.Length];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(KeyFor(purpose), TagSize);
        aes.Encrypt(nonce, plain, box.AsSpan(1 + NonceSize + TagSize), box.AsSpan(1 + NonceSize, TagSize));
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> sealed for the same purpose.</summary>
    /// <exception cref="CryptographicException">Another purpose or master key, or the bytes were changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string purpose)
    {
        if (box.Length < 1 + NonceSize + TagSize || box[0] != Version) throw new CryptographicException("Not a sealed value of this vault.");
        var plain = new byte[box.Length - 1 - NonceSize - TagSize];
        using var aes = new AesGcm(KeyFor(purpose), TagSize);
        aes.Decrypt(box.Slice(1, NonceSize), box[(1 + NonceSize + TagSize)..], box.Slice(1 + NonceSize, TagSize), plain);
        return plain;
    }

    /// <summary>A keyed hash by which equal values can be found without being read (a blind index).</summary>
    public byte[] Index(string value, string purpose) =>
        HMACSHA256.HashData(KeyFor("index:" + purpose), Encoding.UTF8.GetBytes(value));

    /// <summary>A key of its own for a purpose, such as signing session tokens.</summary>
    public byte[] KeyFor(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, 32, info: Encoding.UTF8.GetBytes("paylatch:" + purpose));

    private static byte[] TryDecode(string text)
    {
        var bytes = new byte[64];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : [];
    }
}
