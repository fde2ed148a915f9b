using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Contract;

/// <summary>What CPQ demands of amendments of ramped contracts (R19.2).</summary>
/// <remarks>An amendment may begin inside a segment: phases are cut there, for a line has its own dates.</remarks>
internal static class RampChecks
{
    public static void Check(TranslationContext context, ContractLife life)
    {
        if (!life.Contract.IsRamped)
        {
            return;
        }

        foreach (var amendment in life.Contract.Amendments.Where(order => order.StripeId is null))
        {
            // A contract without that date says nothing against the amendment.
            if (amendment.Quote?.StartDate is { } start && amendment.AmendedContract!.AmendmentStartDate is { } stated && stated != start)
            {
                context.Errors.Add(OrderErrors.AmendmentStartDateDiffers(life.Contract.Trigger.Ref, $"{stated:uuuu-MM-dd}", $"{start:uuuu-MM-dd}"));
            }
        }
    }
}
