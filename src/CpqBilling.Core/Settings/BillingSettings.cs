using CpqBilling.Core.Calendar;
using NodaTime;

namespace CpqBilling.Core.Settings;

/// <summary>The settings in force; what each means and takes stands in <see cref="SettingTable"/>.</summary>
public sealed record BillingSettings
{
    public const string DefaultOrderFilter = "Status = 'Activated'";

    public bool SyncEnabled { get; init; }

    public string OrderFilter { get; init; } = DefaultOrderFilter;

    /// <summary>Null takes all accounts.</summary>
    public string? AccountFilter { get; init; }

    public string? ProductFilter { get; init; }

    public string? PricebookEntryFilter { get; init; }

    public bool AccountSync { get; init; } = true;

    public int PollIntervalSeconds { get; init; } = 90;

    public int SyncRecordRetention { get; init; } = 10_000;

    /// <summary>Orders activated before it were billed by another system.</summary>
    public LocalDate? SyncStartDate { get; init; }

    /// <summary>The moment on that date, where one is given; otherwise its midnight counts.</summary>
    public Instant? SyncStartAt { get; init; }

    /// <summary>ISO code used when the org has one currency; null is an error when an order is read.</summary>
    public string? DefaultCurrency { get; init; }

    public ProrationPrecision ProrationPrecision { get; init; } = ProrationPrecision.Month;

    public bool AmendmentsOnAnyDay { get; init; } = true;

    public CoTermination CoTermination { get; init; } = CoTermination.Required;

    public CreditMode CreditUnusedTime { get; init; } = CreditMode.None;

    /// <summary>Off: an initial line shorter than one billing period is charged one full period.</summary>
    public bool ProrateShortInitialTerm { get; init; } = true;

    public bool RoundPricesToCents { get; init; }

    public UnitPrices UnitPrices { get; init; } = UnitPrices.Simplest;

    /// <summary>One-time amounts make up for what rounding leaves, so that bills are what CPQ sold.</summary>
    public bool ExactTotals { get; init; } = true;

    public ArrearsRule ArrearsRecurring { get; init; } = ArrearsRule.Reject;

    public FreeLineRule FreeLines { get; init; } = FreeLineRule.Bill;

    public OneTimeAmendments OneTimeAmendments { get; init; } = OneTimeAmendments.Invoice;

    public OneTimeBeforeStart OneTimeBeforeStart { get; init; } = OneTimeBeforeStart.WithFirstPhase;

    public NegativeLineRule NegativeLines { get; init; } = NegativeLineRule.Bill;

    public FractionalQuantity FractionalQuantity { get; init; } = FractionalQuantity.Reject;

    public MixedFrequencies MixedBillingFrequencies { get; init; } = MixedFrequencies.Reject;

    public BillingMode BillingMode { get; init; } = BillingMode.Auto;

    public EndBehavior EndBehavior { get; init; } = EndBehavior.Cancel;

    /// <summary>What CPQ's words for billing frequencies mean.</summary>
    public BillingFrequencies BillingFrequencies { get; init; } = BillingFrequencies.Standard;

    public bool Coupons { get; init; } = true;

    public bool TerminationMetadata { get; init; }

    public bool UpdateCustomerOnOrderSync { get; init; } = true;

    public bool UpdateProductOnOrderSync { get; init; } = true;

    public FirstInvoice BackdatedFirstInvoice { get; init; } = FirstInvoice.Bill;

    public FullyPastOrders FullyPastOrders { get; init; } = FullyPastOrders.Reject;

    public PreExistingContracts PreExistingContracts { get; init; } = PreExistingContracts.Reject;

    public bool StatusWriteBack { get; init; }

    public ProrationInvoices AutoInvoiceProrations { get; init; } = ProrationInvoices.Finalize;

    public string MetadataPrefix { get; init; } = "salesforce_";

    public DateTimeZone BillingTimeZone { get; init; } = DateTimeZone.Utc;

    public BillingDayRule BillingDay { get; init; } = BillingDayRule.Start;

    /// <summary>Null reads it from the org.</summary>
    public bool? MultiCurrency { get; init; }

    public DriftRule OnDrift { get; init; } = DriftRule.Stop;

    public EditRule OnSalesforceEdit { get; init; } = EditRule.Stop;

    public UnknownIdRule UnknownStripeIds { get; init; } = UnknownIdRule.Stop;

    public OrderCouponRule AmendedOrderCoupons { get; init; } = OrderCouponRule.Continue;

    public string MeterEventName { get; init; } = "cpq_{Product2.ProductCode}";

    /// <summary>Items that Stripe allows in one phase in classic billing mode: 20, more on some accounts.</summary>
    public int MaxPhaseItems { get; init; } = 20;
}
