using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>A Stripe price the timeline needs: how it bills, and the request that makes it.</summary>
/// <param name="Key">Symbolic name: <c>price/</c> and the record it belongs to, with a role behind it.</param>
/// <param name="Body">Parameters without metadata.</param>
/// <param name="Owner">The record that keeps its id; null for throw-away prices.</param>
/// <param name="Source">The record an error of Stripe is about.</param>
/// <param name="IsThrowAway">Archived once the schedule holds it.</param>
/// <param name="Metadata">The connector's own keys; they win over mapped ones.</param>
public sealed record PriceSpec(string Key, PriceShape Shape, StripeMap Body, RecordRef? Owner, RecordRef Source, bool IsThrowAway, StripeMap Metadata)
{
    /// <summary>The price this one copies; its id is kept in metadata.</summary>
    public PriceSpec? Original { get; init; }

    /// <summary>The meter that must be made before it.</summary>
    public MeterSpec? NewMeter { get; init; }
}
