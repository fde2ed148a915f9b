using CpqBilling.Core.Errors;
using CpqBilling.Core.Pricing;

namespace CpqBilling.Core.Timeline;

/// <summary>Who bills a meter when: a meter counts a customer's usage once per item, so one line at a time may hold it (decisions.md 4.6).</summary>
/// <remarks>A line within another's time is left out; one that lasts longer takes over when the other ends, or its usage would be billed to nobody.</remarks>
internal sealed class MeterTurns(ErrorList errors)
{
    private readonly Dictionary<string, Boundary?> _fromOfLine = [];

    /// <param name="Gone">When the line ends, by its own date, by the contract's termination or because its last unit was taken.</param>
    public readonly record struct MeteredLine(LineLife Life, PriceSpec Price, Boundary Gone)
    {
        public string Meter => Price.Shape.Recurring?.Meter ?? "";
    }

    public MeterTurns Of(IEnumerable<MeteredLine> lines)
    {
        foreach (var rivals in lines.Where(line => line.Meter.Length > 0).GroupBy(line => line.Meter))
        {
            Share([.. rivals.OrderBy(line => line.Life.From.At).ThenByDescending(line => line.Gone.At).ThenBy(line => line.Life.Position)]);
        }

        return this;
    }

    /// <summary>From when the line bills its meter; null when another does all the time. Lines without a rival begin when they begin.</summary>
    public Boundary? FromOf(LineLife line) => _fromOfLine.TryGetValue(line.Line.Id, out var from) ? from : line.From;

    private void Share(List<MeteredLine> lines)
    {
        var holder = lines[0];
        foreach (var line in lines.Skip(1).Where(line => line.Gone > line.Life.From))
        {
            var overlaps = line.Life.From < holder.Gone;
            if (overlaps && holder.Price.Shape.DifferenceFrom(line.Price.Shape) is not null)
            {
                errors.Add(ShapeErrors.MeterPricesDiffer(line.Life.Line.Ref, line.Meter));
            }

            if (overlaps)
            {
                _fromOfLine[line.Life.Line.Id] = line.Gone > holder.Gone ? holder.Gone : null;
            }

            holder = line.Gone > holder.Gone ? line : holder;
        }
    }
}
