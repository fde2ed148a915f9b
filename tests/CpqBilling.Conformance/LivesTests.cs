using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Conformance;

/// <summary>Contracts that people really have, played over HTTP to their end: what was billed by then is what was sold.</summary>
public sealed class LivesTests
{
    public static TheoryData<string> Lives => [.. SharedLives.Expected.Keys.DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(Lives))]
    public async Task SharedLife_BillsWhatWasSold(string name)
    {
        Assert.SkipWhen(SharedLives.Folder is null, "The shared lives are not beside this clone.");
        var problem = await ProblemAsync(name);
        if (ExpectedFailures.OfLives().TryGetValue(name, out var reason))
        {
            Assert.True(problem is not null, $"{name} holds now ({reason}): take it out of expected-failures-of-lives.txt.");
        }
        else
        {
            Assert.True(problem is null, $"{name}: {problem}");
        }
    }

    [Fact]
    public void ExpectedFailures_NameLivesThatExist()
    {
        Assert.SkipWhen(SharedLives.Folder is null, "The shared lives are not beside this clone.");
        Assert.Empty(ExpectedFailures.OfLives().Keys.Except(SharedLives.Expected.Keys));
    }

    private static async Task<string?> ProblemAsync(string name)
    {
        var file = CaseFile.Read(SharedLives.FileOf(name));
        JsonObject replayed;
        try
        {
            await using var stage = new ReplayStage();
            replayed = await new ReplayRunner(file).RunAsync(stage, TestContext.Current.CancellationToken);
        }
        catch (CpqBilling.Cli.Composition.CommandException refused)
        {
            return refused.Message; // a setting that is not known yet, for example
        }

        return LifeComparison.Problem(SharedLives.Expected[name], JsonSerializer.SerializeToElement(replayed));
    }
}
