using System.Text.Json;
using CpqBilling.Core;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
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
    public Instant Now => Clock.GetCurrentInstant();

    public bool MultiCurrency => Settings.MultiCurrency ?? Facts.MultiCurrency;

    /// <summary>Reads a mapping table as configurations and case files write it: object → Stripe path → value.</summary>
    public static FieldMappings ReadMappings(JsonElement defaults, JsonElement paths) => MappingsReader.Read(defaults, paths);
}
