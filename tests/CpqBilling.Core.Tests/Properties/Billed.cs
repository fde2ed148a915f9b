using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>What Stripe would bill by a timeline: every billing date inside a phase, and every one-time item.</summary>
/// <remarks>Counts billing dates by itself, from the anchor, so that it does not rest on the product's calendar.</remarks>
internal static class Billed
{
    /// <summary>Cents of one line, unrounded, with the number of bills they come on.</summary>
    public static (decimal Cents, int Bills) OfLine(BillingTimeline timeline, string lineId, LocalDate anchor, int periodMonths)
    {
        decimal cents = 0;
        var bills = 0;
        foreach (var phase in timeline.Phases)
        {
            foreach (var item in phase.Items.Where(item => item.Line.Life.Line.Id == lineId))
            {
                var dates = BillsIn(phase, anchor, periodMonths);
                cents += dates * item.Price.Shape.UnitAmount!.Value * item.Quantity!.Value;
                bills += dates;
            }

            foreach (var charge in phase.Charges.Where(charge => charge.Line.Id == lineId))
            {
                cents += charge.Unit * charge.Quantity;
                bills++;
            }
        }

        return (cents, bills);
    }

    public static int BillsIn(TimelinePhase phase, LocalDate anchor, int periodMonths)
    {
        var count = 0;
        for (var index = 0; ; index++)
        {
            var date = anchor.PlusMonths(index * periodMonths).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            if (date >= phase.End.At)
            {
                return count;
            }

            if (date > phase.Start.At || (date == phase.Start.At && !phase.Start.IsNow))
            {
                count++;
            }
        }
    }
}
