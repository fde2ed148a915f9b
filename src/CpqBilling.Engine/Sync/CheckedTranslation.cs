using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Translation;
using CpqBilling.Stripe.Parameters;

namespace CpqBilling.Engine.Sync;

/// <summary>A translation whose requests Stripe can read: what a mapping puts where Stripe has no such field is refused before anything is made.</summary>
public static partial class CheckedTranslation
{
    public static TranslationResult Of(OrderSnapshot snapshot)
    {
        var result = OrderTranslator.Translate(snapshot);
        if (result is not Translated translated)
        {
            return result;
        }

        var errors = translated
            .Plan.Steps.SelectMany(step => BodyCheck.Check(step).Select(fault => ErrorOf(step, fault)))
            .Concat(PaymentCheck.Errors(translated.Plan.Steps))
            .ToList();
        return errors.Count > 0 ? Rejected.Of(errors) : result;
    }

    private static SyncError ErrorOf(PlanStep step, BodyFault fault)
    {
        var (objectKey, path) = MappedPath(step, fault.Path);
        if (StripePathCatalog.Check(objectKey, path) is UnknownPath unknown)
        {
            var near = unknown.NearMatches.IsEmpty ? "" : $"; near are {string.Join(", ", unknown.NearMatches)}";
            return MappingErrors.MappingPathUnknown(step.Source, $"{objectKey}.{path}", near, $"{objectKey}.{path}");
        }

        return MappingErrors.MappedValueInvalid(step.Source, $"{objectKey}.{path}", $"one that {fault.Reason}", "another kind of value");
    }

    /// <summary>Stripe's name of a parameter as the mapper writes it: <c>phases[0][items][1][tax]</c> is <c>tax</c> of the item.</summary>
    private static (string ObjectKey, string Path) MappedPath(PlanStep step, string path)
    {
        var inPhase = Phase().Match(path);
        var inItem = Item().Match(path);
        var (key, rest) =
            inItem.Success ? (MappedObject.Item, path[inItem.Length..])
            : inPhase.Success ? (MappedObject.Phase, path[inPhase.Length..])
            : (KeyOf(step), path);
        return (key, rest.Replace("][", ".").Replace("[", key == KeyOf(step) ? "." : "").Replace("]", ""));
    }

    private static string KeyOf(PlanStep step) =>
        step.Resource switch
        {
            "customers" => MappedObject.Customer,
            "products" => MappedObject.Product,
            "prices" => step.Source.Type == "PricebookEntry" ? MappedObject.Price : MappedObject.PriceOrderItem,
            "coupons" => MappedObject.Coupon,
            "invoices" => MappedObject.Invoice,
            "subscriptions" => MappedObject.Subscription,
            _ => MappedObject.Schedule,
        };

    [GeneratedRegex(@"^phases\[\d+\]")]
    private static partial Regex Phase();

    [GeneratedRegex(@"^(phases\[\d+\]\[(items|add_invoice_items)\]|items|add_invoice_items)\[\d+\]")]
    private static partial Regex Item();
}
