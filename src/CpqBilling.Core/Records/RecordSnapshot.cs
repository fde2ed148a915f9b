using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Records;

/// <summary>Everything the translation of one record without an order may know.</summary>
public sealed record RecordSnapshot
{
    public required RecordGraph Records { get; init; }

    /// <summary>The account, product or price-book entry to sync.</summary>
    public required RecordRef Subject { get; init; }

    public BillingSettings Settings { get; init; } = new();

    public FieldMappings Mappings { get; init; } = FieldMappings.None;

    public StripeSnapshot Stripe { get; init; } = StripeSnapshot.Empty;

    public OrgFacts Org { get; init; } = OrgFacts.Unknown;
}
