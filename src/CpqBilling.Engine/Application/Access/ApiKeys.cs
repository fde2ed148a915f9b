using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Keys for programs. A key is shown once, when it is made; its hash is kept, which is enough to know it again.</summary>
/// <remarks>Keys are 32 random bytes, so a plain hash cannot be tried out.</remarks>
public sealed class ApiKeys(BillingDatabase database)
{
    /// <summary>May call what the Salesforce package calls, for its org.</summary>
    public const string Package = "package";

    private const string Mark = "cpqb_";
    private const int RandomBytes = 32;
    private const int ShownCharacters = 10;

    /// <returns>The key, which nobody can read again.</returns>
    public async Task<string> MakeAsync(NewApiKey wanted, Instant now, CancellationToken cancellation)
    {
        var text = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var row = new ApiKey
        {
            Id = Guid.NewGuid().ToString("N"),
            OrgId = wanted.OrgId,
            Name = wanted.Name,
            Prefix = text[..ShownCharacters],
            Hash = Hash(text),
            Scopes = string.Join(' ', wanted.Scopes),
            CreatedAt = now,
        };
        await using var db = database.CreateDbContext();
        db.ApiKeys.Add(row);
        await db.SaveChangesAsync(cancellation);
        return text;
    }

    /// <summary>The key in force with this text; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellation)
    {
        var hash = Hash(text);
        await using var db = database.CreateDbContext();
        return await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(row => row.Hash == hash && row.RevokedAt == null, cancellation);
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return await db.ApiKeys.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(cancellation);
    }

    /// <returns>False when there is no such key in force.</returns>
    public async Task<bool> RevokeAsync(string id, Instant now, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return await db
                .ApiKeys.Where(row => row.Id == id && row.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellation) == 1;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
