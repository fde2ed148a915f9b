using CpqBilling.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Tests.Auditing;

public sealed class AuditTrailTests_Sqlite() : AuditTrailTests(new SqliteFile());

public sealed class AuditTrailTests_Postgres(PostgresServer server) : AuditTrailTests(new PostgresDatabase(server));

/// <summary>What was written down cannot be changed, taken out or put in between unnoticed, by whoever can write to the database alone.</summary>
public abstract class AuditTrailTests(ITestDatabase source) : DatabaseTests(source)
{
    private static readonly Instant Written = Instant.FromUtc(2026, 1, 5, 10, 0);

    private AuditTrail Trail => new(Database, [new byte[32]]);

    [Fact]
    public async Task WrittenAtOnce_ChainsHold_OneForEachOrg()
    {
        await Trail.AddAsync(Entry("first"), Written, Token);
        await Trail.AddAsync(Entry("other org") with { OrgId = "00D2" }, Written, Token);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() => Trail.AddAsync(Entry($"{number}"), Written, Token), Token)));

        Assert.Empty(await Trail.VerifyAsync(Token));
        await using var db = Database.CreateDbContext();
        Assert.Equal(13, await db.AuditLog.Where(row => row.Chain == Org).MaxAsync(row => row.Sequence, Token));
        Assert.Equal(1, await db.AuditLog.Where(row => row.Chain == "00D2").MaxAsync(row => row.Sequence, Token));
    }

    [Theory]
    [InlineData("UPDATE audit_log SET who = 'Eve' WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit_log SET reason = action, action = reason WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit_log WHERE sequence = 2", 2)]
    [InlineData("DELETE FROM audit_log WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit_log SET sequence = sequence + 10 WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit_heads SET sequence = 2", 4)]
    [InlineData("DELETE FROM audit_heads", 1)]
    public async Task ChangedByHand_IsNamed(string change, long sequence)
    {
        foreach (var action in new[] { "one", "two", "three" })
        {
            await Trail.AddAsync(Entry(action) with { Reason = "because" }, Written, Token);
        }

        await using var db = Database.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(change, Token);

        var fault = Assert.Single(await Trail.VerifyAsync(Token));
        Assert.Equal((Org, sequence), (fault.Chain, fault.Sequence));
    }

    [Fact]
    public async Task SealedWithAnotherKey_IsNotOurs_AndAnEarlierKeyStillCounts()
    {
        await Trail.AddAsync(Entry("one"), Written, Token);
        var next = new byte[32];
        next[0] = 1;

        Assert.NotEmpty(await new AuditTrail(Database, [next]).VerifyAsync(Token));
        var rotated = new AuditTrail(Database, [next, new byte[32]]);
        await rotated.AddAsync(Entry("two"), Written, Token);

        Assert.Empty(await rotated.VerifyAsync(Token));
    }

    [Fact]
    public async Task ChangeThatFails_LeavesNoEntry()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.WriteAsync(
                async db =>
                {
                    await Trail.AddAsync(db, Entry("one"), Written, Token);
                    throw new InvalidOperationException();
                },
                Token
            )
        );

        await using var db = Database.CreateDbContext();
        Assert.False(await db.AuditLog.AnyAsync(Token));
        Assert.Empty(await Trail.VerifyAsync(Token));
    }

    private static AuditEvent Entry(string action) => new(Org, "Ada", "203.0.113.7", action) { Detail = new { Before = 1, After = 2 } };
}
