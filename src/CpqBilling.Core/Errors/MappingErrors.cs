using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>SYNC-3xxx: mapping or settings.</summary>
public static class MappingErrors
{
    public static ImmutableArray<ErrorDefinition> Definitions { get; } =
    [
        ErrorDefinition.FixMapping(
            "SYNC-3001",
            "DaysUntilDueInvalid",
            "The value mapped to days_until_due is no number of days and no net term.",
            "Use a number of days, or a term such as Net 20, 45 days or Due on receipt; Stripe cannot count from the end of a month."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3002",
            "MappedValueInvalid",
            "A mapped value has another type than the Stripe field takes.",
            "Map a field of the right type, or correct the static value."
        ),
        ErrorDefinition.FixMapping("SYNC-3003", "MappingPathUnknown", "A mapping names a Stripe field that does not exist.", "Correct the path."),
        ErrorDefinition.FixMapping(
            "SYNC-3004",
            "MappingNotOffered",
            "A mapping uses something Stripe does not offer on schedules, or a field of the price that CPQ decides.",
            "Remove the mapping."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3005",
            "StartMappedOnRamp",
            "A start date or term is mapped although the order is ramped: segments have dates of their own.",
            "Remove the mapping of start_date and iterations for ramped orders."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3006",
            "MetadataLimit",
            "Metadata goes beyond the limits of Stripe: 50 keys of 40 characters, values of 500.",
            "Shorten or remove metadata mappings."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3007",
            "CollectionNeedsDays",
            "Invoices are to be sent, but nothing says when they are due.",
            "Map days_until_due together with collection_method."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-3008",
            "SettingInvalid",
            "A setting has a value that is not allowed.",
            "Choose one of the values of the settings page."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-3009",
            "CurrencyUnknown",
            "No currency is set for an org without multiple currencies.",
            "Set defaultCurrency."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3010",
            "TieredWithoutTiers",
            "The billing scheme is mapped to tiered, but the record has no consumption schedule.",
            "Remove the mapping of billing_scheme."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3011",
            "TrialEndInvalid",
            "The mapped end of the trial does not lie in the first phase.",
            "Map a date inside the first phase."
        ),
        ErrorDefinition.FixSettings(
            "SYNC-3012",
            "SettingUnknown",
            "A configuration has a part or a setting that does not exist.",
            "Correct the name, or take it out."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3018",
            "TooManyCustomFields",
            "More fields are mapped to invoices than Stripe prints.",
            "Keep four of the mappings to custom_fields, or map the others to metadata."
        ),
        ErrorDefinition.FixMapping(
            "SYNC-3019",
            "NothingToPayWith",
            "A subscription would charge a customer automatically who has no payment method.",
            "Map subscription.collection_method to send_invoice with days_until_due, or give the customer a payment method in Stripe."
        ),
        new(
            "SYNC-3020",
            "DaysNeedCollection",
            Remedy.FixMapping,
            Retry.AfterChange,
            "It is mapped when invoices are due, but they are not sent: what is charged automatically is due at once.",
            "Map collection_method to send_invoice together with days_until_due, or map neither."
        ),
    ];

    public static SyncError DaysUntilDueInvalid(RecordRef record, string value) =>
        new(Of("DaysUntilDueInvalid"), record, "days_until_due", $"{value} is no number of days until an invoice is due.");

    public static SyncError DaysFromEndOfMonth(RecordRef record, string value, string path) =>
        new(Of("DaysUntilDueInvalid"), record, path, $"{value} counts from the end of a month, and Stripe counts days from the day of the invoice.");

    public static SyncError MappedValueInvalid(RecordRef record, string path, string value, string expected, string? field = null) =>
        new(Of("MappedValueInvalid"), record, field ?? path, $"{path} takes {expected}, the mapping gives {value}.");

    public static SyncError MappingPathUnknown(RecordRef org, string path, string near, string? field = null) =>
        new(Of("MappingPathUnknown"), org, field, $"Stripe has no field {path}{near}.");

    public static SyncError MappingNotOffered(RecordRef order, string path, string reason) =>
        new(Of("MappingNotOffered"), order, path, $"The mapping {path} cannot be used: {reason}.");

    public static SyncError PriceFieldNotMappable(RecordRef record, string path) =>
        new(
            Of("MappingNotOffered"),
            record,
            path,
            $"The mapping {path} cannot be used: what CPQ says decides it. Map unit_amount_decimal for an amount."
        );

    public static SyncError StartMappedOnRamp(RecordRef order, string path) =>
        new(Of("StartMappedOnRamp"), order, null ?? path, $"{path} cannot be mapped on a ramped order.");

    public static SyncError MetadataLimit(RecordRef record, string key, string limit, string? field = null) =>
        new(Of("MetadataLimit"), record, field, $"The metadata {key} goes beyond {limit}.");

    public static SyncError CollectionNeedsDays(RecordRef order) =>
        new(Of("CollectionNeedsDays"), order, "days_until_due", "send_invoice needs days_until_due.");

    public static SyncError DaysNeedCollection(RecordRef order) =>
        new(Of("DaysNeedCollection"), order, "collection_method", "days_until_due needs send_invoice.");

    public static SyncError SettingInvalid(RecordRef org, string setting, string value, string? field = null) =>
        new(Of("SettingInvalid"), org, field, $"The setting {setting} cannot be {value}.");

    /// <param name="near">What may have been meant.</param>
    public static SyncError SettingUnknown(RecordRef org, string name, ImmutableArray<string> near, string? field = null) =>
        new(
            Of("SettingUnknown"),
            org,
            field,
            near.IsEmpty ? $"There is no {name} in a configuration." : $"There is no {name} in a configuration; near are {string.Join(", ", near)}."
        );

    public static SyncError CurrencyUnknown(RecordRef org, string? field = null) =>
        new(Of("CurrencyUnknown"), org, field, "No default currency is set.");

    public static SyncError TieredWithoutTiers(RecordRef record, string? field = null) =>
        new(Of("TieredWithoutTiers"), record, field ?? "billing_scheme", "A tiered price needs a consumption schedule.");

    public static SyncError NothingToPayWith(RecordRef order) =>
        new(
            Of("NothingToPayWith"),
            order,
            "subscription.collection_method",
            "The subscription would be charged at once, and the new customer has no way to pay."
        );

    public static SyncError TooManyCustomFields(RecordRef org, string objectKey, int count, int most) =>
        new(
            Of("TooManyCustomFields"),
            org,
            $"{objectKey}.custom_fields",
            $"{count} fields of invoices are mapped on {objectKey}; Stripe prints {most}."
        );

    public static SyncError TrialEndInvalid(RecordRef order, string value) =>
        new(Of("TrialEndInvalid"), order, "subscription_phase.trial_end", $"The trial end {value} does not lie in the first phase.");

    private static ErrorDefinition Of(string name) => Definitions.First(definition => definition.Name == name);
}
