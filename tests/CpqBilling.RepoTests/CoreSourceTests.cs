using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>Core is a pure function: no clock, no chance, no machine, no network, no binary fractions.</summary>
public sealed class CoreSourceTests
{
    private static readonly (string Pattern, string Instead)[] Banned =
    [
        (@"\bDateTime(Offset)?\b", "work in NodaTime's LocalDate and Instant"),
        (@"\b(SystemClock|TimeProvider|Stopwatch)\b", "take the present from the snapshot"),
        (@"\bGuid\b", "name things by their records"),
        (@"\bRandom\b", "a translation is deterministic"),
        (@"\bEnvironment\b", "take settings from the snapshot"),
        (@"\bCultureInfo\b", "use invariant formats"),
        (@"\b(double|float)\b", "use decimal"),
        (@"\b(Task|ValueTask|async|await|Thread)\b", "Core does no I/O: put the fact into the snapshot"),
        (@"\b(File|Directory|Console)\.", "Core does no I/O: put the fact into the snapshot"),
        (
            @"\busing\s+(static\s+)?(Stripe|System\.IO|System\.Net|System\.Threading|System\.Globalization|Microsoft\.\w+|Npgsql)\b",
            "Core knows neither vendors nor machines"
        ),
        (@"\bHttpClient\b", "Core does no I/O: put the fact into the snapshot"),
    ];

    [Fact]
    public void Core_IsPure()
    {
        var sources = Repository.Find(["src/CpqBilling.Core"], ".cs");
        Guard.Looked(sources.Length, 80, "sources of Core");
        Guard.Holds(
            "Core decides and does nothing else.",
            "docs/decisions/0001-one-pure-translation.md",
            sources.SelectMany(source => Violations(source.Path, source.Text))
        );
    }

    /// <summary>The guard notices code, and only code.</summary>
    [Theory]
    [InlineData("var at = DateTime.UtcNow;", true)]
    [InlineData("private double _share;", true)]
    [InlineData("var id = Guid.NewGuid();", true)]
    [InlineData("using Stripe;", true)]
    [InlineData("using System.IO;", true)]
    [InlineData("public async Task<int> RunAsync()", true)]
    [InlineData("var text = File.ReadAllText(path);", true)]
    [InlineData("// a double, read by a Task from a File.", false)]
    [InlineData("/* DateTime */ var text = \"Random \\\" Guid\";", false)]
    [InlineData("var text = @\"Environment \"\" Guid\";", false)]
    [InlineData("public DateTimeZone BillingTimeZone { get; init; }", false)]
    [InlineData("using CpqBilling.Core.Planning;", false)]
    [InlineData("var steps = step.Path.Split('/');", false)]
    public void Guard_SeesCodeOnly(string code, bool isNoticed) => Assert.Equal(isNoticed, Violations("Sample.cs", code).Any());

    private static IEnumerable<string> Violations(string path, string source)
    {
        var code = CSharpText.CodeOf(source);
        return Banned.SelectMany(banned =>
            Regex
                .Matches(code, banned.Pattern)
                .Select(match => $"{path}:{CSharpText.LineAt(code, match.Index)} has '{match.Value}': {banned.Instead}")
        );
    }
}
