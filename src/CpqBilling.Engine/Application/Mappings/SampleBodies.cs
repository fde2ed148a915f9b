using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>What Stripe would get for a contract if it held nothing of it yet: every mapped object's own fields, and the record they come from.</summary>
/// <remarks>It is the translation itself that is asked, so what is shown is what is sent.</remarks>
internal sealed class SampleBodies
{
    private const string StripeId = "Stripe_ID__c";
    private static readonly string[] Types =
    [
        "Account",
        "Contract",
        "Order",
        "OrderItem",
        "Product2",
        "PricebookEntry",
        "Order_Stripe_Coupon__c",
        "Quote_Stripe_Coupon__c",
    ];

    private readonly ImmutableArray<PlanStep> _steps;

    private SampleBodies(TranslationResult result)
    {
        Result = result;
        _steps = result is Translated translated ? translated.Plan.Steps : [];
    }

    public TranslationResult Result { get; }

    public static SampleBodies Of(OrderSnapshot snapshot, FieldMappings mappings) =>
        new(CheckedTranslation.Of(Unsent(snapshot) with { Mappings = mappings }));

    /// <summary>Dotted path → value as people read it; null where the contract makes no such object.</summary>
    public IReadOnlyDictionary<string, string>? Of(string objectKey) => Body(objectKey) is { } body ? Leaves(body, "").ToDictionary() : null;

    public string? RecordOf(string objectKey) => objectKey is MappedObject.Item or MappedObject.Phase ? null : StepOf(objectKey)?.Source.Id;

    private StripeMap? Body(string objectKey) =>
        objectKey switch
        {
            MappedObject.Schedule => StepOf(objectKey)?.Body.Remove("phases"),
            MappedObject.Phase => Phase?.Remove("items").Remove("add_invoice_items"),
            MappedObject.Item => Phase is { } phase ? First(phase["items"]) ?? First(phase["add_invoice_items"]) : null,
            _ => StepOf(objectKey)?.Body,
        };

    private StripeMap? Phase => First(StepOf(MappedObject.Schedule)?.Body["phases"]);

    private PlanStep? StepOf(string objectKey) =>
        _steps.FirstOrDefault(step =>
            step.IsCreate
            && objectKey switch
            {
                MappedObject.Customer => step.Resource == "customers",
                MappedObject.Product => step.Resource == "products",
                MappedObject.Price => step.Resource == "prices" && step.Source.Type == "PricebookEntry",
                MappedObject.PriceOrderItem => step.Resource == "prices" && step.Source.Type == "OrderItem",
                MappedObject.Coupon => step.Resource == "coupons",
                MappedObject.Invoice => step.Resource == "invoices",
                MappedObject.Subscription => step.Resource == "subscriptions",
                _ => step.Resource == "subscription_schedules",
            }
        );

    private static StripeMap? First(StripeValue? list) => (list as StripeList)?.Items.FirstOrDefault() as StripeMap;

    /// <summary>Without ids of Stripe, and at the moment the contract began.</summary>
    private static OrderSnapshot Unsent(OrderSnapshot snapshot)
    {
        var records = Types.SelectMany(snapshot.Records.OfType).Where(record => record.Text(StripeId) is not null).ToList();
        var activated = snapshot.Records.OfType("Order").Select(order => order.Moment("ActivatedDate")).Min();
        return snapshot with
        {
            Records = snapshot.Records.With(
                records.Select(record => new CpqRecord(record.Type, record.Id, new Dictionary<string, object?> { [StripeId] = null }))
            ),
            Stripe = StripeSnapshot.Empty with
            {
                MetersByEventName = snapshot.Stripe.MetersByEventName,
                MeterFormulas = snapshot.Stripe.MeterFormulas,
            },
            Now = activated is { } first && first < snapshot.Now ? first : snapshot.Now,
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(StripeValue value, string path) =>
        value switch
        {
            StripeMap map => map.Entries.SelectMany(entry => Leaves(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")),
            StripeList list => list.Items.SelectMany((item, index) => Leaves(item, $"{path}[{index}]")),
            // Ids of objects that are made beside it: no mapping gives them.
            StripeRef => [],
            _ => [new(path, TextOf(value))],
        };

    private static string TextOf(StripeValue value) =>
        value switch
        {
            StripeTime time => NodaTime.Text.InstantPattern.General.Format(time.Value),
            StripeFlag flag => flag.Value ? "true" : "false",
            StripeNumber number => $"{number.Value:0.############}",
            StripeText text => text.Value,
            _ => $"{value}",
        };
}
