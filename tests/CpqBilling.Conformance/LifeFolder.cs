using System.Collections.Immutable;

namespace CpqBilling.Conformance;

/// <summary>A folder of contracts that are played to their end, and what must have been billed of each by then.</summary>
internal sealed class LifeFolder
{
    private readonly string? folder;

    private LifeFolder(string? folder)
    {
        this.folder = folder;
        Expected = folder is null ? ImmutableSortedDictionary<string, LifeExpectation>.Empty : Read(Path.Combine(folder, "expected.tsv"));
    }

    /// <summary>Those of this project.</summary>
    public static LifeFolder Own { get; } = new(SharedFolder.OfProject("Lives"));

    /// <summary>Those beside this clone, which may be absent.</summary>
    public static LifeFolder Shared { get; } = new(SharedFolder.Find("lives"));

    public bool IsPresent => folder is not null;

    public ImmutableSortedDictionary<string, LifeExpectation> Expected { get; }

    public string FileOf(string name) => Path.Combine(folder!, name + ".json");

    private static ImmutableSortedDictionary<string, LifeExpectation> Read(string table) =>
        File.ReadLines(table)
            .Skip(1)
            .Select(row => row.Split('\t'))
            .ToImmutableSortedDictionary(
                cells => cells[0],
                cells => new LifeExpectation(
                    Stated(cells[1]) is { } billed ? decimal.Parse(billed) : null,
                    Stated(cells[2]),
                    Stated(cells[3]),
                    cells[4]
                ),
                StringComparer.Ordinal
            );

    private static string? Stated(string cell) => cell == "-" ? null : cell;
}

/// <param name="Billed">Invoices that are not void and pending items, in the currency's smallest unit; null where the sum does not matter.</param>
/// <param name="Refused">The order that must be refused for a reason of its own.</param>
/// <param name="Also">What else must hold: <c>due:DAYS</c>, <c>field:LABEL=VALUE</c> or <c>price:AMOUNT</c>.</param>
/// <param name="How">How the sum was worked out.</param>
internal sealed record LifeExpectation(decimal? Billed, string? Refused, string? Also, string How);
