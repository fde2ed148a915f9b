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
        Guard.Holds("Core decides and does nothing else.", "docs/decisions/0001-one-pure-translation.md", sources.SelectMany(Violations));
    }

    private static IEnumerable<string> Violations(RepoFile source)
    {
        var code = CSharpText.CodeOf(source.Text);
        return Banned.SelectMany(banned =>
            Regex
                .Matches(code, banned.Pattern)
                .Select(match => $"{source.Path}:{CSharpText.LineAt(code, match.Index)} has '{match.Value}': {banned.Instead}")
        );
    }
}
