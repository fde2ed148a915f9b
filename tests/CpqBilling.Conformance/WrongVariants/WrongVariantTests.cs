using System.Text.Json.Nodes;
using CpqBilling.Cli.Replay;
using Xunit;

namespace CpqBilling.Conformance.WrongVariants;

/// <summary>Wrong variants of right contracts: none ends refused with objects left in Stripe, in a defect, or in a stack trace.</summary>
/// <remarks>
/// A few are tried with every run of the tests, as many as fit into the budget; the command <c>tests/wrong-variants</c> tries ten thousand:
/// <c>WRONG_VARIANTS</c> says how many, <c>WRONG_VARIANTS_FROM</c> the first, <c>WRONG_VARIANTS_LOG</c> a file that gets each finding as it comes.
/// </remarks>
public sealed class WrongVariantTests(ITestOutputHelper output)
{
    private const int Seed = 20261130;
    private const int ShortForm = 60;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task NoVariant_IsHalfDoneOrADefect()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var wanted = Number("WRONG_VARIANTS");
        var from = Number("WRONG_VARIANTS_FROM") ?? 0;
        IReadOnlyList<(string Name, JsonObject Case)> cases = [.. ScenarioCases.All(), .. Lives()];
        await using var stage = new ReplayStage();
        var problems = new List<string>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var tried = 0;
        while (tried < (wanted ?? ShortForm) && (wanted is not null || System.Diagnostics.Stopwatch.GetElapsedTime(started) < Budget))
        {
            var (told, file) = Variant(cases, from + tried);
            tried++;
            if (await VariantOutcome.ProblemAsync(file, stage, cancellation) is { } problem)
            {
                problems.Add($"{told}: {problem}");
                Note(problems[^1]);
            }
        }

        output.WriteLine($"{tried} variants from number {from} of seed {Seed}");
        Assert.True(tried > 0);
        Assert.True(problems.Count == 0, $"{problems.Count} of {tried} variants:\n{string.Join("\n", problems)}");
    }

    private static IEnumerable<(string, JsonObject)> Lives() =>
        LifeFolder.Own.Expected.Keys.Select(name => ($"life {name}", JsonNode.Parse(File.ReadAllText(LifeFolder.Own.FileOf(name)))!.AsObject()));

    /// <summary>Each number is a variant of its own, so that one can be tried again alone.</summary>
    private static (string Told, JsonObject File) Variant(IReadOnlyList<(string Name, JsonObject Case)> cases, int number)
    {
        var random = new Random(Seed + number);
        var (name, original) = cases[random.Next(cases.Count)];
        var file = original.DeepClone().AsObject();
        var mutation = new Mutation(random);
        var changes = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => mutation.Apply(file)).ToList();
        return ($"variant {number} of {name} ({string.Join(", ", changes)})", file);
    }

    /// <summary>The whole takes hours: what it finds can be read while it runs.</summary>
    private static void Note(string problem)
    {
        if (Environment.GetEnvironmentVariable("WRONG_VARIANTS_LOG") is { Length: > 0 } log)
        {
            File.AppendAllText(log, problem + Environment.NewLine);
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
