using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>A request that makes an object.</summary>
/// <param name="Owner">The record that keeps its id; null where none does.</param>
public sealed record Creation(string Key, string Path, StripeMap Body, RecordRef Source, RecordRef? Owner)
{
    /// <summary>What the object is made for, where the same may be needed again later; null where its record says so.</summary>
    public string? State { get; init; }

    /// <summary>The same work on a record whose former object is gone is another request.</summary>
    public PlanPart Part(StripeSnapshot stripe)
    {
        var former = Owner is { } record ? stripe.FormerIds.GetValueOrDefault(record.Id, "") : "";
        return PlanPart.Of(new PlanStep(Key, StripeMethod.Post, Path, Body, $"{former} {State}".Trim(), Source), Owner);
    }
}
