using CpqBilling.Core.Calendar;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>What every request of a plan is written by: mappings, marks, settings, the days of the contract, what Stripe holds, and the present.</summary>
public sealed record PlanGround(FieldMapper Mapper, RecordMetadata Metadata, BillingSettings Settings, BillingDay Day, StripeSnapshot Stripe)
{
    public required Instant Now { get; init; }
}
