using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Cpq;

/// <summary>An order product with what its product, price-book entry and quote line say.</summary>
/// <param name="Start">First day (ServiceDate).</param>
/// <param name="EndExclusive">CPQ's inclusive end plus one day; null on evergreen lines.</param>
/// <param name="ProductTerm">Months that UnitPrice is quoted for before proration: the line's default term, else the product's, else 12.</param>
/// <param name="RevisedLineId">The line of the contract this one adds to or reduces.</param>
/// <param name="RevisedOrderLabel">The order that line is on, for messages.</param>
/// <param name="Rates">The line's own consumption schedule.</param>
/// <param name="ProductRates">The consumption schedules of its product.</param>
/// <param name="Frequency">CPQ's billing frequency, or what is mapped in its place.</param>
/// <param name="BillingType">CPQ's, or what is mapped in its place; null where it cannot be billed.</param>
public sealed record OrderLine(
    CpqRecord Record,
    CpqRecord? Product,
    CpqRecord? PricebookEntry,
    decimal Quantity,
    decimal? UnitPrice,
    LocalDate? Start,
    LocalDate? EndExclusive,
    decimal? Multiplier,
    decimal ProductTerm,
    string? RevisedLineId,
    string? RevisedOrderLabel,
    Segment? Segment,
    Instant CreatedAt,
    ImmutableArray<ConsumptionSchedule> Rates,
    ImmutableArray<ConsumptionSchedule> ProductRates,
    string? Frequency,
    BillingType? BillingType
)
{
    /// <summary>The word itself, for messages.</summary>
    public string? BillingTypeWord { get; init; }

    /// <summary>Months of one billing period; null when the frequency is none that can be billed.</summary>
    public int? PeriodMonths { get; init; }

    /// <summary>The whole of it is charged in advance, on its first day.</summary>
    public bool IsWholeTerm { get; init; }

    public string Id => Record.Id;

    /// <summary>An order product, or the price-book entry that is synced without an order.</summary>
    public RecordRef Ref => new(Record.Type, Record.Id);

    public RecordRef ProductRef => new("Product2", Product?.Id ?? Record.Id);

    public RecordRef EntryRef => new("PricebookEntry", PricebookEntry?.Id ?? Record.Id);

    /// <summary>Subscription pricing decides; a line without it is charged once (docs/rules/contract.md 7).</summary>
    public bool IsRecurring { get; } = Record.Text("SBQQ__SubscriptionPricing__c") is not null && Segment?.IsOneTime != true;

    public bool IsEvergreen => IsRecurring && _isEvergreen;

    /// <summary>Billed after use, by what a meter counted.</summary>
    public bool IsMetered { get; init; }

    /// <summary>A fixed price that is due after its period. Stripe bills fixed prices before it, and meters only what is reported.</summary>
    public bool IsFixedInArrears => IsRecurring && !IsMetered && BillingType == Cpq.BillingType.Arrears;

    /// <summary>By its own schedule: a product's tiers alone do not bind a line that was quoted without them (docs/decisions/0016).</summary>
    public bool IsTiered => !Rates.IsEmpty;

    /// <summary>Sold at a negative price: <see cref="UnitPrice"/> is what it takes off.</summary>
    public bool IsRebate { get; init; }

    public bool IsSkipped => IsLeftOutForFree || _isSkipped;

    /// <summary>It costs nothing, and such lines are not shown in Stripe.</summary>
    public bool IsLeftOutForFree { get; init; }

    private readonly bool _isEvergreen = Record.Text("SBQQ__SubscriptionType__c") == "Evergreen";
    private readonly bool _isSkipped = Record.Flag("Skip_Line_Item__c");

    public string? StripeId => Record.Text("Stripe_ID__c");
}

/// <summary>One step of a ramp (MDQ).</summary>
/// <param name="Label">From the quote line, for example "Year  2".</param>
/// <param name="IsOneTime">Not a stretch of time: it is charged once.</param>
public sealed record Segment(int? Index, string? Key, string? Label, bool IsOneTime);

/// <summary>Usage prices by tiers, of a product or copied to an order line.</summary>
/// <param name="Type">Range bills all units at the reached tier, Slab each unit in its own tier.</param>
public sealed record ConsumptionSchedule(RecordRef Ref, string? Type, string? RatingMethod, ImmutableArray<ConsumptionRate> Rates);

/// <param name="Price">Major units.</param>
public sealed record ConsumptionRate(RecordRef Ref, string? PricingMethod, decimal? UpperBound, decimal? Price);
