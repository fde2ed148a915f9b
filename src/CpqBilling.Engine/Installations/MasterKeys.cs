using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CpqBilling.Engine.Installations;

/// <summary>Keys outside the database that protect the keys inside it. The first encrypts; all decrypt, so that one can follow another.</summary>
public sealed class MasterKeys
{
    private const int KeyBytes = 32;
    private readonly ImmutableArray<byte[]> _keys;

    private MasterKeys(ImmutableArray<byte[]> keys) => _keys = keys;

    internal byte[] Current => _keys[0];

    internal IReadOnlyList<byte[]> All => _keys;

    /// <summary>Keys for a purpose of their own, one from each master key and in their order.</summary>
    internal ImmutableArray<byte[]> For(string purpose) =>
        [.. _keys.Select(key => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: Encoding.UTF8.GetBytes("CpqBilling." + purpose)))];

    /// <param name="text">Keys of 32 bytes in Base64, one a line or separated by commas, the present one first.</param>
    /// <exception cref="InstallationException">One of them is no such key.</exception>
    public static MasterKeys Read(string text, string source)
    {
        var parts = text.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = parts.Select(Key).ToImmutableArray();
        return keys.IsEmpty || keys.Any(key => key is null)
            ? throw new InstallationException(
                $"The master key in {source} is no key: it is {KeyBytes} bytes in Base64, as `openssl rand -base64 {KeyBytes}` prints them."
            )
            : new MasterKeys([.. keys.Select(key => key!)]);
    }

    /// <summary>The key of a file; made with it when there is none.</summary>
    public static MasterKeys OfFile(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                PrivateFiles.Create(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n");
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it at the same moment; its key counts.
        }

        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException($"The master key {path} cannot be read: {error.Message}");
        }
    }

    private static byte[]? Key(string base64)
    {
        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(base64, key, out var length) && length == KeyBytes ? key : null;
    }
}
