using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>One evergreen line at a time bills a meter, as on schedules (decisions.md 4.6): another waits until it ends, or is left out.</summary>
internal static class EvergreenMeters
{
    public static ImmutableArray<EvergreenLine> OneAtATime(IReadOnlyList<EvergreenLine> lines, ErrorList errors)
    {
        var turns = lines.ToDictionary(line => line.Line.Id);
        foreach (var rivals in lines.Where(line => Meter(line) is not null).GroupBy(Meter))
        {
            var ordered = rivals.OrderBy(line => line.Start).ThenByDescending(Gone).ToList();
            var holder = ordered[0];
            foreach (var line in ordered.Skip(1))
            {
                if (line.Start < Gone(holder))
                {
                    CheckPrice(holder, line, errors);
                    turns[line.Line.Id] = line with { Start = Gone(line) > Gone(holder) ? Gone(holder) : Gone(line) };
                }

                holder = Gone(line) > Gone(holder) ? line : holder;
            }
        }

        return [.. lines.Select(line => turns[line.Line.Id]).Where(line => line.Start < Gone(line) || Meter(line) is null)];
    }

    private static void CheckPrice(EvergreenLine holder, EvergreenLine line, ErrorList errors)
    {
        if (holder.Price.Shape.DifferenceFrom(line.Price.Shape) is not null)
        {
            errors.Add(ShapeErrors.MeterPricesDiffer(line.Line.Ref, Meter(line)!));
        }
    }

    private static string? Meter(EvergreenLine line) => line.Price.Shape.Recurring?.Meter;

    private static LocalDate Gone(EvergreenLine line) => line.EndExclusive ?? LocalDate.MaxIsoValue;
}
