using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>Which Stripe object stands for a Salesforce record, and what we last said it was.</summary>
public sealed class StripeObjectRow
{
    public required string OrgId { get; init; }

    public required string SalesforceId { get; init; }

    /// <summary>What the object is to the record: its own object, or one made for a purpose (a step key).</summary>
    public required string Role { get; init; }

    /// <summary>customer, product, price, coupon, subscription_schedule, subscription or invoice.</summary>
    public required string Kind { get; set; }

    /// <summary>Null after the object was forgotten.</summary>
    public string? StripeId { get; set; }

    /// <summary>Canonical body of the last write of a customer or product.</summary>
    public string? LastSentJson { get; set; }

    /// <summary>What a price or coupon bills. JSON.</summary>
    public string? ShapeJson { get; set; }

    /// <summary>True once Salesforce has the id.</summary>
    public bool IsRecorded { get; set; }

    /// <summary>The Stripe id that Salesforce had before this one.</summary>
    public string? FormerId { get; set; }

    public required Instant ChangedAt { get; set; }
}

/// <summary>When an amendment that took effect "now" did so, for every later run (docs/rules/contract.md 10).</summary>
public sealed class EffectiveInstant
{
    public required string OrgId { get; init; }

    public required string OrderId { get; init; }

    public required Instant At { get; init; }
}
