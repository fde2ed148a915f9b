using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>What a contract was first and last sent with: what tells a change in Salesforce from one in Stripe.</summary>
/// <param name="Prices">As it was first sent.</param>
/// <param name="AccountId">The account whose customer pays.</param>
/// <param name="Sold">The records that decide what is billed, as they were last sent; those fields only.</param>
/// <param name="Held">What Stripe answered then; empty where it was not kept, and for everything but schedules.</param>
/// <param name="Revisions">Earlier states of the records that still count for what is past, oldest first.</param>
public sealed record SentContract(
    PriceSettings Prices,
    string? AccountId,
    ImmutableArray<CpqRecord> Sold,
    ImmutableArray<HeldPhase> Held,
    ImmutableArray<SoldUntil> Revisions
)
{
    /// <summary>When that was; null where it is not known.</summary>
    public Instant? At { get; init; }

    /// <summary>Orders whose invoice beside the schedule Stripe refused: they count as billed, and still have to be invoiced.</summary>
    public ImmutableArray<string> Owed { get; init; } = [];
}
