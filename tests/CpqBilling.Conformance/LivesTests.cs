using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Conformance;

/// <summary>Contracts that people really have, played over HTTP to their end: what was billed by then is what was sold.</summary>
public sealed class LivesTests(SharedStage stage) : IClassFixture<SharedStage>
{
    public static TheoryData<string> OwnLives => [.. LifeFolder.Own.Expected.Keys];

    public static TheoryData<string> SharedLives => [.. LifeFolder.Shared.Expected.Keys.DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(OwnLives))]
    public async Task Life_BillsWhatWasSold(string name)
    {
        var problem = await ProblemAsync(LifeFolder.Own, name);
        Assert.True(problem is null, $"{name}: {problem}");
    }

    [Theory]
    [MemberData(nameof(SharedLives))]
    public async Task SharedLife_BillsWhatWasSold(string name)
    {
        Assert.SkipWhen(!LifeFolder.Shared.IsPresent, "The shared lives are not beside this clone.");
        var problem = await ProblemAsync(LifeFolder.Shared, name);
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
        Assert.SkipWhen(!LifeFolder.Shared.IsPresent, "The shared lives are not beside this clone.");
        Assert.Empty(ExpectedFailures.OfLives().Keys.Except(LifeFolder.Shared.Expected.Keys));
    }

    private async Task<string?> ProblemAsync(LifeFolder lives, string name)
    {
        var file = CaseFile.Read(lives.FileOf(name));
        JsonObject replayed;
        try
        {
            replayed = await new ReplayRunner(file).RunAsync(stage.Stage, TestContext.Current.CancellationToken);
        }
        catch (CpqBilling.Cli.Composition.CommandException refused)
        {
            return refused.Message; // a setting that is not known yet, for example
        }

        return LifeComparison.Problem(lives.Expected[name], JsonSerializer.SerializeToElement(replayed), isStrict: lives == LifeFolder.Own);
    }
}
