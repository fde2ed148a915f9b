using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Storage.Auditing;

/// <summary>The hash of an entry: over all it says and the hash before it.</summary>
internal static class AuditSeal
{
    /// <summary>What stands before the first entry of a chain.</summary>
    public static byte[] Beginning { get; } = new byte[HMACSHA256.HashSizeInBytes];

    /// <remarks>Each part is preceded by its length, so that text moved from one field to another is another hash.</remarks>
    public static byte[] Of(AuditEntry entry, byte[] before, byte[] key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(before);
        Append(hash, entry.Sequence);
        Append(hash, entry.At.ToUnixTimeMilliseconds());
        foreach (var part in (string?[])[entry.Chain, entry.Who, entry.From, entry.Action, entry.Target, entry.Reason, entry.DetailJson])
        {
            Append(hash, part);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Append(hash, text is null ? -1 : bytes.Length);
        hash.AppendData(bytes);
    }
}
