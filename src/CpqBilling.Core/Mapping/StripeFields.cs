using System.Collections.Frozen;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Mapping;

/// <summary>Stripe's typed fields by object and path, in the pinned version of the API; a field that is not listed takes text as it is.</summary>
public static class StripeFields
{
    private const int DescriptionLength = 500;

    private static readonly StripeField Flag = new FlagField();
    private static readonly StripeField Whole = new NumberField(IsWhole: true);
    private static readonly StripeField Number = new NumberField(IsWhole: false);
    private static readonly StripeField Time = new TimeField();
    private static readonly StripeField Collection = Words("charge_automatically", "send_invoice");
    private static readonly StripeField Proration = Words<ProrationBehavior>();
    private static readonly StripeField Text = new TextField(5000, IsCut: false);

    private static readonly FrozenDictionary<(string, string), StripeField> Known = All().ToFrozenDictionary(row => row.Key, row => row.Field);

    public static StripeField Of(string objectKey, string path) =>
        path.StartsWith("metadata.", StringComparison.Ordinal) ? Text : Known.GetValueOrDefault((objectKey, path), Text);

    private static IEnumerable<((string, string) Key, StripeField Field)> All() =>
        [
            .. On(MappedObject.Customer, CustomerFields()),
            .. On(MappedObject.Product, ProductFields()),
            .. On(MappedObject.Price, PriceFields()),
            .. On(MappedObject.PriceOrderItem, PriceFields()),
            .. On(MappedObject.Schedule, [("end_behavior", Words("cancel", "release", "none")), .. Billing("default_settings.")]),
            .. On(MappedObject.Phase, [("trial", Flag), ("proration_behavior", Proration), .. Billing("")]),
            .. On(MappedObject.Item, [("billing_thresholds.usage_gte", Whole)]),
            .. On(MappedObject.Coupon, CouponFields()),
            .. On(MappedObject.Invoice, InvoiceFields()),
            .. On(MappedObject.Subscription, [.. Billing(""), .. SubscriptionFields()]),
        ];

    private static (string, StripeField)[] CustomerFields() =>
        [
            ("balance", Whole),
            ("next_invoice_sequence", Whole),
            ("email", new EmailField()),
            ("name", Cut(256)),
            ("phone", Cut(20)),
            ("tax_exempt", Words("none", "exempt", "reverse")),
            ("invoice_prefix", Limited(12)),
            ("cash_balance.settings.reconciliation_mode", Words("automatic", "manual", "merchant_default")),
            ("invoice_settings.custom_fields.name", Limited(40)),
            ("invoice_settings.custom_fields.value", Cut(140)),
        ];

    private static (string, StripeField)[] ProductFields() =>
        [
            ("active", Flag),
            ("shippable", Flag),
            ("statement_descriptor", Limited(22)),
            ("unit_label", Limited(12)),
            ("package_dimensions.height", Number),
            ("package_dimensions.length", Number),
            ("package_dimensions.weight", Number),
            ("package_dimensions.width", Number),
        ];

    private static (string, StripeField)[] PriceFields() =>
        [
            ("active", Flag),
            ("tax_behavior", Words<TaxBehavior>()),
            ("lookup_key", Limited(200)),
            ("transfer_lookup_key", Flag),
            ("transform_quantity.divide_by", Whole),
            ("transform_quantity.round", Words("up", "down")),
        ];

    private static (string, StripeField)[] CouponFields() =>
        [
            ("name", Cut(40)),
            ("percent_off", Number),
            ("duration", Words<CouponDuration>()),
            ("duration_in_months", Whole),
            ("max_redemptions", Whole),
        ];

    private static (string, StripeField)[] InvoiceFields() =>
        [
            ("auto_advance", Flag),
            ("automatic_tax.enabled", Flag),
            ("collection_method", Collection),
            ("due_date", Time),
            ("effective_at", Time),
            ("application_fee_amount", Whole),
            ("rendering.template_version", Whole),
        ];

    private static (string, StripeField)[] SubscriptionFields() =>
        [
            ("billing_cycle_anchor", Time),
            ("cancel_at", Time),
            ("cancel_at_period_end", Flag),
            ("off_session", Flag),
            ("trial_end", Time),
            ("trial_period_days", Whole),
            ("proration_behavior", Proration),
            ("payment_behavior", Words("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")),
        ];

    /// <summary>What schedules, phases and subscriptions have in common.</summary>
    private static (string, StripeField)[] Billing(string prefix) =>
        [
            ($"{prefix}collection_method", Collection),
            ($"{prefix}billing_cycle_anchor", Words("automatic", "phase_start")),
            ($"{prefix}application_fee_percent", Number),
            ($"{prefix}automatic_tax.enabled", Flag),
            ($"{prefix}billing_thresholds.amount_gte", Whole),
            ($"{prefix}billing_thresholds.reset_billing_cycle_anchor", Flag),
            ($"{prefix}description", Cut(DescriptionLength)),
            ($"{prefix}invoice_settings.rendering.template_version", Whole),
            ($"{prefix}transfer_data.amount_percent", Number),
        ];

    private static IEnumerable<((string, string), StripeField)> On(string objectKey, IEnumerable<(string Path, StripeField Field)> fields) =>
        fields.GroupBy(row => row.Path).Select(rows => ((objectKey, rows.Key), rows.Last().Field));

    private static WordField Words<T>()
        where T : struct, Enum => new([.. Enum.GetValues<T>().Select(StripeWord.Of)]);

    private static WordField Words(params string[] words) => new([.. words]);

    private static TextField Limited(int length) => new(length, IsCut: false);

    private static TextField Cut(int length) => new(length, IsCut: true);
}
