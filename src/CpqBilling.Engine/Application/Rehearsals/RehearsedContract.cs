using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Rehearsals;

/// <summary>A contract as it would be billed, had syncing been switched on.</summary>
/// <param name="OrderId">Of its newest order.</param>
/// <param name="Sold">What CPQ sold with its orders, in minor units; null where that has no total.</param>
/// <param name="Bills">What all its invoices come to; null where it would not be billed.</param>
/// <param name="NextYear">The part of it that falls due within twelve months.</param>
/// <param name="Requests">What a sync would send; none where Stripe holds all of it.</param>
/// <param name="Errors">Why it could not be billed; empty where it could.</param>
/// <param name="Skipped">Why there would be nothing to do; null where there would.</param>
public sealed record RehearsedContract(
    string OrderId,
    string Number,
    string AccountName,
    string? Currency,
    decimal? Sold,
    decimal? Bills,
    decimal NextYear,
    int Requests,
    ImmutableArray<SyncError> Errors,
    string? Skipped
)
{
    public bool CanBill => Errors.IsEmpty && Skipped is null;
}
