using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Random texts that open something once; what is kept is their hash.</summary>
internal static class LinkToken
{
    private const int RandomBytes = 32;

    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <remarks>They are 32 random bytes, so a plain hash cannot be tried out.</remarks>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
