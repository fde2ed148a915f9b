using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Tests;

public sealed class WriterTests_Sqlite() : WriterTests(new SqliteFile());

public sealed class WriterTests_Postgres(PostgresServer server) : WriterTests(new PostgresDatabase(server));

/// <summary>The one way to write: all of a transaction or nothing, whoever else writes at the time.</summary>
public abstract class WriterTests(ITestDatabase source) : DatabaseTests(source)
{
    [Fact]
    public async Task ManyWritersAtOnce_LoseNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => AddAsync($"{number:000}"), Token)));

        await using var db = Database.CreateDbContext();
        Assert.Equal(200, await db.PollCursors.CountAsync(Token));
    }

    [Fact]
    public async Task WriteThatFails_LeavesNothing_AndTakesNoOtherWithIt()
    {
        var failing = Enumerable
            .Range(0, 20)
            .Select(number =>
                Database.WriteAsync<int>(
                    async db =>
                    {
                        Add(db, $"half {number}");
                        await db.SaveChangesAsync(Token);
                        throw new InvalidOperationException($"{number}");
                    },
                    Token
                )
            )
            .ToList();
        var good = Enumerable.Range(0, 20).Select(number => AddAsync($"whole {number}")).ToList();

        await Task.WhenAll(good);
        foreach (var write in failing)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => write);
        }

        await using var db = Database.CreateDbContext();
        Assert.All(await db.PollCursors.Select(row => row.Stream).ToListAsync(Token), stream => Assert.StartsWith("whole", stream));
        Assert.Equal(20, await db.PollCursors.CountAsync(Token));
    }

    private Task<int> AddAsync(string stream) =>
        Database.WriteAsync(
            db =>
            {
                Add(db, stream);
                return db.SaveChangesAsync(Token);
            },
            Token
        );

    private static void Add(BillingDb db, string stream) =>
        db.PollCursors.Add(
            new PollCursor
            {
                OrgId = Org,
                Stream = stream,
                MovedAt = Now,
            }
        );
}
