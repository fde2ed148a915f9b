using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Adopting;

/// <summary>A contract that was held against Stripe.</summary>
/// <param name="OrderId">Its first order; where it could not be read, the one that was asked for.</param>
/// <param name="Orders">All orders that were looked at with it.</param>
/// <param name="StripeId">What its first order became.</param>
/// <param name="Left">The requests that a sync would send, as method and path.</param>
public sealed record AdoptedContract(
    string OrderId,
    string Number,
    string AccountName,
    string? StripeId,
    AdoptionStanding Standing,
    ImmutableArray<string> Orders,
    ImmutableArray<string> Left,
    ImmutableArray<SyncError> Errors
)
{
    /// <summary>Whose turn it takes; null where it could not be read.</summary>
    public string? Family { get; init; }
}
