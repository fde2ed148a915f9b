using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Engine.Installations;

/// <summary>Encrypts the keys of Data Protection with the master key before they are stored: AES-256-GCM.</summary>
internal sealed class MasterKeyXmlEncryptor(MasterKeys keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var sealedBytes = MasterKeySeal.Seal(keys.Current, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(MasterKeyXmlDecryptor));
    }
}

/// <summary>Named in the stored XML and made by Data Protection from the services of the process.</summary>
internal sealed class MasterKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    private readonly MasterKeys _keys = services.GetRequiredService<MasterKeys>();

    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain =
            _keys.All.Select(key => MasterKeySeal.TryOpen(key, sealedBytes)).FirstOrDefault(opened => opened is not null)
            ?? throw new CryptographicException("None of the master keys opens this key.");
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>Nonce, tag and ciphertext in one array.</summary>
internal static class MasterKeySeal
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] Seal(byte[] key, byte[] plain)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var (nonce, tag, cipher) = Parts(sealedBytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return sealedBytes;
    }

    public static byte[]? TryOpen(byte[] key, byte[] sealedBytes)
    {
        var (nonce, tag, cipher) = Parts(sealedBytes);
        var plain = new byte[cipher.Length];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(byte[] bytes) =>
        (bytes.AsMemory(0, NonceBytes), bytes.AsMemory(NonceBytes, TagBytes), bytes.AsMemory(NonceBytes + TagBytes));
}
