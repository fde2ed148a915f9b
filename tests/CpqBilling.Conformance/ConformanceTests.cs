using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Conformance;

/// <summary>Every shared case, replayed over HTTP and held against what Stripe must hold afterwards.</summary>
public sealed class ConformanceTests(SharedStage stage) : IClassFixture<SharedStage>
{
    public static TheoryData<string> Cases
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var name in SharedCases.Names.DefaultIfEmpty("none"))
            {
                names.Add(name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SharedCase_HoldsAfterReplay(string name)
    {
        Assert.SkipWhen(SharedCases.Folder is null, "The shared case files are not beside this clone.");
        var expectedToFail = ExpectedFailures.OfCases();
        var file = CaseFile.Read(SharedCases.FileOf(name));
        var replayed = await new ReplayRunner(file).RunAsync(stage.Stage, TestContext.Current.CancellationToken);
        var differences = CaseComparison.Differences(file.Json, replayed).ToList();
        if (expectedToFail.TryGetValue(name, out var reason))
        {
            Assert.True(differences.Count > 0, $"{name} passes now ({reason}): take it out of expected-failures.txt.");
        }
        else
        {
            Assert.True(differences.Count == 0, $"{name} differs:\n{string.Join("\n", differences)}");
        }
    }
}
