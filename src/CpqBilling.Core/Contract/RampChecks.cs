using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Contract;

/// <summary>What CPQ demands of amendments of ramped contracts (docs/rules/contract.md 13).</summary>
/// <remarks>An amendment may begin inside a segment: phases are cut there, for a line has its own dates.</remarks>
internal static class RampChecks
{
    public static ImmutableArray<SyncError> ErrorsOf(BillingContract contract) =>
        !contract.IsRamped
            ? []
            :
            [
                .. from amendment in contract.Amendments
                where amendment.StripeId is null
                let start = amendment.Quote?.StartDate
                // A contract without that date says nothing against the amendment.
                let stated = amendment.AmendedContract!.AmendmentStartDate
                where start is not null && stated is not null && stated != start
                select OrderErrors.AmendmentStartDateDiffers(contract.Trigger.Ref, $"{stated:uuuu-MM-dd}", $"{start:uuuu-MM-dd}"),
            ];
}
