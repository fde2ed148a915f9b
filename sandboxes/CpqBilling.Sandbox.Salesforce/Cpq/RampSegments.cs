namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>One segment of a ramp by its place in time; the end is inclusive.</summary>
internal sealed record SegmentSpan(int Index, string Label, DateOnly Start, DateOnly End);

/// <summary>How a price dimension cuts the term of a quote: whole years, quarters or months from the quote's start, the last one as long as the quote lasts.</summary>
internal static class RampSegments
{
    /// <param name="end">The last day of the quote, included.</param>
    public static List<SegmentSpan> Of(string dimensionType, DateOnly start, DateOnly end)
    {
        var months = MonthsOf(dimensionType);
        var segments = new List<SegmentSpan>();
        for (var index = 1; start.AddMonths((index - 1) * months) <= end; index++)
        {
            var last = start.AddMonths(index * months).AddDays(-1);
            // Two blanks, as CPQ writes its labels.
            segments.Add(new SegmentSpan(index, $"{dimensionType}  {index}", start.AddMonths((index - 1) * months), last < end ? last : end));
        }
        return segments;
    }

    private static int MonthsOf(string dimensionType) =>
        dimensionType switch
        {
            "Year" => 12,
            "Quarter" => 3,
            "Month" => 1,
            _ => throw new ArgumentException($"Segments of type {dimensionType} are given with their dates.", nameof(dimensionType)),
        };
}
