using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

/// <summary>Whether a plan makes a subscription that Stripe would charge at once although its customer has nothing to pay with.</summary>
/// <remarks>A schedule's subscription waits for a payment; one that is made directly is refused. Of a customer who exists already only Stripe knows.</remarks>
public static class PaymentCheck
{
    public static ImmutableArray<SyncError> Errors(IReadOnlyCollection<PlanStep> steps) =>
        [.. steps.Where(step => IsUnpayable(step, steps)).Select(step => MappingErrors.NothingToPayWith(step.Source))];

    private static bool IsUnpayable(PlanStep step, IReadOnlyCollection<PlanStep> steps) =>
        step is { IsCreate: true, Resource: "subscriptions" }
        && step.Body["collection_method"] is null or StripeText { Value: "charge_automatically" }
        && step.Body["payment_behavior"] is null or StripeText { Value: "allow_incomplete" or "error_if_incomplete" }
        && step.Body["default_payment_method"] is null
        && step.Body["default_source"] is null
        && step.Body["trial_end"] is null
        && step.Body["trial_period_days"] is null
        && step.Body["customer"] is StripeRef customer
        && steps.FirstOrDefault(made => made.Key == customer.Step) is { } made
        && made.Body["payment_method"] is null
        && made.Body["source"] is null
        && Prices(step, steps).Any(IsCharged);

    /// <summary>Those that are made along; of others nothing is known here.</summary>
    private static IEnumerable<PlanStep> Prices(PlanStep step, IReadOnlyCollection<PlanStep> steps) =>
        from item in (step.Body["items"] as StripeList)?.Items.OfType<StripeMap>() ?? []
        let reference = (item["price"] as StripeRef)?.Step
        from price in steps.Where(price => price.Key == reference)
        select price;

    private static bool IsCharged(PlanStep price) =>
        price.Body.AtPath("recurring.usage_type") is not StripeText { Value: "metered" }
        && price.Body["unit_amount_decimal"] is not StripeNumber { Value: 0 };
}
