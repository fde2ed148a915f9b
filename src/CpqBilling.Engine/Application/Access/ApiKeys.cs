using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Access;

/// <summary>Keys for programs. A key is shown once, when it is made; its hash is kept, which is enough to know it again.</summary>
public sealed class ApiKeys(BillingDatabase database, AuditTrail audit)
{
    /// <summary>What every key begins with, by which one is recognised where it should not be.</summary>
    public const string Mark = "cpqb_";

    private const int RandomBytes = 32;
    private const int ShownCharacters = 10;
    private static readonly Duration SeenStep = Duration.FromMinutes(1);

    /// <returns>The key, which nobody can read again.</returns>
    public async Task<AccessOutcome<string>> MakeAsync(Actor actor, NewApiKey wanted, Instant now, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        if (FaultsOf(wanted, now) is { IsEmpty: false } faults)
        {
            return new AccessOutcome<string>.Refused(faults);
        }

        var text = Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        var row = new ApiKey
        {
            Id = Guid.NewGuid().ToString("N"),
            OrgId = wanted.OrgId,
            Name = wanted.Name.Trim(),
            Prefix = text[..ShownCharacters],
            Hash = LinkToken.Hash(text),
            Scopes = string.Join(' ', wanted.Scopes),
            CreatedAt = now,
            EndsAt = wanted.EndsAt,
        };
        var told = actor.Did("key made", wanted.OrgId) with { Target = row.Name, Detail = new { row.Prefix, row.Scopes } };
        await database.WriteAsync(
            async db =>
            {
                db.ApiKeys.Add(row);
                await audit.AddAsync(db, told, now, cancellation);
            },
            cancellation
        );
        return new AccessOutcome<string>.Done(text);
    }

    /// <summary>The key in force with this text; null when there is none.</summary>
    public async Task<ApiKey?> FindAsync(string text, Instant now, CancellationToken cancellation)
    {
        var hash = LinkToken.Hash(text);
        await using var db = database.CreateDbContext();
        var key = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Hash == hash && row.RevokedAt == null && (row.EndsAt == null || row.EndsAt > now), cancellation);
        if (key is not null && (key.LastUsedAt is not { } used || now - used > SeenStep))
        {
            await database.WriteAsync(
                write =>
                    write.ApiKeys.Where(row => row.Id == key.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), cancellation),
                cancellation
            );
        }

        return key;
    }

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return await db.ApiKeys.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(cancellation);
    }

    /// <returns>False when there is no such key in force.</returns>
    public async Task<bool> RevokeAsync(Actor actor, string id, Instant now, CancellationToken cancellation)
    {
        actor.Demand(Permission.Install, null);
        return await database.WriteAsync(
            async db =>
            {
                if (await db.ApiKeys.SingleOrDefaultAsync(row => row.Id == id && row.RevokedAt == null, cancellation) is not { } key)
                {
                    return false;
                }

                key.RevokedAt = now;
                await audit.AddAsync(db, actor.Did("key ended", key.OrgId) with { Target = key.Name }, now, cancellation);
                return true;
            },
            cancellation
        );
    }

    private static ImmutableArray<string> FaultsOf(NewApiKey wanted, Instant now) =>
        string.IsNullOrWhiteSpace(wanted.Name) ? ["A key needs a name, by which people know what it is for."]
        : wanted.Scopes.Count == 0 ? ["A key that may do nothing is of no use: give it a scope."]
        : wanted.Scopes.FirstOrDefault(scope => !KeyScopes.All.Contains(scope)) is { } unknown
            ? [$"There is no scope {unknown}; there are {string.Join(", ", KeyScopes.All)}."]
        : wanted.OrgId is null && wanted.Scopes.Contains(KeyScopes.Package) ? ["The key of a package belongs to an org: name it."]
        : wanted.OrgId is not null && wanted.Scopes.Contains(KeyScopes.Install) ? ["A key of one org cannot look after the installation."]
        : wanted.EndsAt <= now ? ["The key would be over already."]
        : [];
}
