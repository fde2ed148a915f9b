using System.Security.Cryptography;
using System.Xml.Linq;
using CpqBilling.Storage;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Installations;

/// <summary>One master key follows another: keys of Data Protection that the former sealed are sealed by the present one, so that the former can be left out.</summary>
internal static class MasterKeyTurn
{
    private const string Sealed = "sealed";

    /// <summary>Seals again what the present key does not open; nothing is written when it opens all.</summary>
    public static async Task SealAgainAsync(BillingDatabase database, MasterKeys keys, CancellationToken cancellation)
    {
        if (keys.All.Count == 1)
        {
            return;
        }

        await database.WriteAsync(
            async db =>
            {
                foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellation))
                {
                    if (row.Xml is { } xml && SealedAgain(xml, keys) is { } turned)
                    {
                        row.Xml = turned;
                    }
                }

                await db.SaveChangesAsync(cancellation);
            },
            cancellation
        );
    }

    /// <summary>Null when the present key opens it, or none does.</summary>
    private static string? SealedAgain(string xml, MasterKeys keys)
    {
        var key = XElement.Parse(xml);
        var isTurned = false;
        foreach (var element in key.Descendants(Sealed))
        {
            var bytes = Convert.FromBase64String(element.Value);
            if (MasterKeySeal.TryOpen(keys.Current, bytes) is { } known)
            {
                CryptographicOperations.ZeroMemory(known);
            }
            else if (
                keys.All.Skip(1).Select(former => MasterKeySeal.TryOpen(former, bytes)).FirstOrDefault(opened => opened is not null) is { } plain
            )
            {
                element.Value = Convert.ToBase64String(MasterKeySeal.Seal(keys.Current, plain));
                CryptographicOperations.ZeroMemory(plain);
                isTurned = true;
            }
        }

        return isTurned ? key.ToString(SaveOptions.DisableFormatting) : null;
    }
}
