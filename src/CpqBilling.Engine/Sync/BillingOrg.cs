using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>One connected org: both doors, its configuration and where its memory is kept.</summary>
/// <param name="OrderFilter">SOQL condition that orders must meet.</param>
public sealed record BillingOrg(
    OrgFacts Facts,
    SalesforceSession Salesforce,
    StripeGateway Stripe,
    BillingDatabase Database,
    BillingSettings Settings,
    FieldMappings Mappings,
    string OrderFilter,
    IClock Clock
)
{
    /// <summary>What is wrong with settings or mappings: then nothing is billed (docs/decisions/0023).</summary>
    public ImmutableArray<SyncError> ConfigurationErrors { get; init; } = [];

    /// <summary>Which version of its configuration this is; 0 before the first.</summary>
    public int ConfigurationVersion { get; init; }

    public RecordFilters Filters { get; init; } = new();

    /// <summary>Contracts as they were last read, for pages.</summary>
    public ContractMemory Contracts { get; init; } = new();

    public Instant Now => Clock.GetCurrentInstant();

    public bool MultiCurrency => Settings.MultiCurrency ?? Facts.MultiCurrency;

    /// <summary>Reads a mapping table as configurations and case files write it: object → Stripe path → value.</summary>
    public static FieldMappings ReadMappings(JsonElement defaults, JsonElement paths) => MappingsReader.Read(defaults, paths);
}

/// <summary>Which records are synced without an order: SOQL conditions, null for all.</summary>
/// <param name="AccountSync">Changed accounts that have a customer are updated without waiting for an order.</param>
public sealed record RecordFilters(string? Account = null, string? Product = null, string? PricebookEntry = null, bool AccountSync = true);
