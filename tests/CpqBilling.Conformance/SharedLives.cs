using System.Collections.Immutable;

namespace CpqBilling.Conformance;

/// <summary>Contracts that are played to their end, each with what must have been billed by then.</summary>
internal static class SharedLives
{
    public static string? Folder { get; } = SharedFolder.Find("lives");

    public static ImmutableSortedDictionary<string, LifeExpectation> Expected { get; } =
        Folder is null ? ImmutableSortedDictionary<string, LifeExpectation>.Empty : Read(Path.Combine(Folder, "expected.tsv"));

    public static string FileOf(string name) => Path.Combine(Folder!, name + ".json");

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
