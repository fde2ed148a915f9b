using CpqBilling.Core.Errors;

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

        var segmentStarts = life.Contract.Initial.Lines.Where(line => line.Segment is { IsOneTime: false }).Select(line => line.Start).ToHashSet();
        foreach (var applied in life.Orders.Where(applied => applied.Order.IsAmendment))
        {
            var start = applied.Terms.Start;
            if (!segmentStarts.Contains(start))
            {
                context.Errors.Add(OrderErrors.SegmentDatesDiffer(life.Contract.Trigger.Ref, $"{start:uuuu-MM-dd}"));
            }
            else if (applied.Order.StripeId is null && applied.Order.AmendedContract!.AmendmentStartDate is var stated && stated != start)
            {
                var text = stated is null ? "nothing" : $"{stated:uuuu-MM-dd}";
                context.Errors.Add(OrderErrors.AmendmentStartDateDiffers(life.Contract.Trigger.Ref, text, $"{start:uuuu-MM-dd}"));
            }
        }
    }
}
