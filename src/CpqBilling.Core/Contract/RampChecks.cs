using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>What CPQ demands of amendments of ramped contracts (R19.2).</summary>
internal static class RampChecks
{
    public static void Check(TranslationContext context, ContractLife life)
    {
        if (!life.Contract.IsRamped)
        {
            return;
        }

        var segments = life.Contract.Initial.Lines.Where(line => line.Segment is { IsOneTime: false } && !line.IsSkipped).ToList();
        var starts = segments.Select(line => line.Start).ToHashSet();
        var ends = segments.Select(line => line.EndExclusive).ToHashSet();
        foreach (var applied in life.Orders.Where(applied => applied.Order.IsAmendment))
        {
            var start = applied.Terms.Start;
            if (Misplaced(applied, starts, ends) is { } date)
            {
                context.Errors.Add(OrderErrors.SegmentDatesDiffer(life.Contract.Trigger.Ref, $"{date:uuuu-MM-dd}"));
            }
            else if (applied.Order.StripeId is null && applied.Order.AmendedContract!.AmendmentStartDate is var stated && stated != start)
            {
                var text = stated is null ? "nothing" : $"{stated:uuuu-MM-dd}";
                context.Errors.Add(OrderErrors.AmendmentStartDateDiffers(life.Contract.Trigger.Ref, text, $"{start:uuuu-MM-dd}"));
            }
        }
    }

    /// <summary>The first date that is none of the ramp's: every line starts with a segment, and one of a segment ends with one (C-6).</summary>
    private static LocalDate? Misplaced(AppliedOrder applied, HashSet<LocalDate?> starts, HashSet<LocalDate?> ends)
    {
        if (!starts.Contains(applied.Terms.Start))
        {
            return applied.Terms.Start;
        }

        var lines = applied.Order.Lines.Where(line => line.IsRecurring && !line.IsSkipped).ToList();
        return lines.Select(line => line.Start).FirstOrDefault(start => start is not null && !starts.Contains(start))
            ?? lines
                .Where(line => line.Segment is not null)
                .Select(line => line.EndExclusive)
                .FirstOrDefault(end => end is not null && !ends.Contains(end));
    }
}
