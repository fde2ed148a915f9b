using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CpqBilling.Engine.Installations;

/// <summary>What signing in to Salesforce by JWT needs: a private key, which stays here, and its certificate for the external client app.</summary>
public sealed record SigningCertificate(string PrivateKeyPem, string CertificatePem, DateTimeOffset ValidUntil)
{
    private const int KeyBits = 2048;

    public static SigningCertificate Create(DateTimeOffset now, int days)
    {
        using var rsa = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=CpqBilling", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(days));
        return new SigningCertificate(rsa.ExportPkcs8PrivateKeyPem(), made.ExportCertificatePem(), made.NotAfter);
    }

    /// <summary>Never shows the key.</summary>
    public override string ToString() => $"certificate until {ValidUntil:yyyy-MM-dd}";
}
