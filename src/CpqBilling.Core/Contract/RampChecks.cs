using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;
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
        foreach (var amendment in life.Contract.Amendments)
        {
            if (amendment.Quote?.StartDate is not { } start)
            {
                continue;
            }

            if (Misplaced(amendment, start, starts, ends) is { } date)
            {
                context.Errors.Add(OrderErrors.SegmentDatesDiffer(life.Contract.Trigger.Ref, $"{date:uuuu-MM-dd}"));
            }
            else if (amendment.StripeId is null && amendment.AmendedContract!.AmendmentStartDate is var stated && stated != start)
            {
                var text = stated is null ? "nothing" : $"{stated:uuuu-MM-dd}";
                context.Errors.Add(OrderErrors.AmendmentStartDateDiffers(life.Contract.Trigger.Ref, text, $"{start:uuuu-MM-dd}"));
            }
        }
    }

    /// <summary>The first date that is none of the ramp's: every line starts with a segment, and one of a segment ends with one (C-6).</summary>
    private static LocalDate? Misplaced(Order amendment, LocalDate start, HashSet<LocalDate?> starts, HashSet<LocalDate?> ends)
    {
        if (!starts.Contains(start))
        {
            return start;
        }

        var lines = amendment.Lines.Where(line => line.IsRecurring && !line.IsSkipped).ToList();
        return lines.Select(line => line.Start).FirstOrDefault(from => from is not null && !starts.Contains(from))
            ?? lines
                .Where(line => line.Segment is not null)
                .Select(line => line.EndExclusive)
                .FirstOrDefault(end => end is not null && !ends.Contains(end));
    }
}
