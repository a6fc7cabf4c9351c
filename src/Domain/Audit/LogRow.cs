using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Paylatch.Domain.Audit;

/// <summary>
/// A row of the log as it is hashed: every column as text in a fixed order, each preceded by its length in bytes
/// (four bytes, big-endian; minus one for null), so that no two different rows look the same.
/// </summary>
public static class LogRow
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int HashSize = 32;

    private static readonly byte[] Domain = "paylatch-log-row-1"u8.ToArray();

    /// <summary>SHA-256 over the row.</summary>
    /// <param name="columns">The columns' texts in the order of the log's definition; null for a null.</param>
    public static byte[] Hash(IReadOnlyList<string?> columns)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Domain);
        Span<byte> length = stackalloc byte[4];
        foreach (var column in columns)
        {
            var bytes = column is null ? [] : Encoding.UTF8.GetBytes(column);
            BinaryPrimitives.WriteInt32BigEndian(length, column is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
