using CpqBilling.Engine.Application.Drafts;

namespace CpqBilling.Web.Api;

/// <summary>How contracts would bill with another configuration.</summary>
/// <param name="LookedAt">Contracts that were translated with both.</param>
/// <param name="NotRead">Contracts that could not be read, so that nothing is known of them.</param>
public sealed record ApiImpact(int LookedAt, string[] NotRead, ApiContractImpact[] Changes)
{
    public static ApiImpact Of(ImpactOutcome.Told told) =>
        new(told.LookedAt, [.. told.NotRead.Select(unread => unread.ContractKey)], [.. told.Changes.Select(ApiContractImpact.Of)]);
}
