using System.Security.Cryptography;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;

namespace Paylatch.Infrastructure.Identity;

/// <summary>Chance from the operating system, keyed hashes from the vault.</summary>
internal sealed class Secrets(Vault vault, Operation operation) : ISecrets
{
    // Without letters and digits that look alike.
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    public string Digits(int count) => RandomNumberGenerator.GetString("0123456789", count);

    public string Base62(int count) =>
        RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", count);

    public string Password() => ReadablePassword();

    public byte[] Hash(string value, string purpose) => vault.Index(value, $"{purpose}:{operation.Tenant.Id}");

    /// <summary>A random password that can be read over the phone: fifteen of 31 characters, 74 bits.</summary>
    internal static string ReadablePassword() =>
        string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Readable, 5)));
}
