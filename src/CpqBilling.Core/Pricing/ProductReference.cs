using CpqBilling.Core.Cpq;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Pricing;

/// <summary>Where a line's product is or will be: its id, or a reference to the step that makes it.</summary>
internal static class ProductReference
{
    public static StripeValue Of(OrderLine line, StripeSnapshot stripe) =>
        stripe.Find(line.Product?.Text("Stripe_ID__c")) is ProductState known
            ? new StripeText(known.Id)
            : new StripeRef($"product/{line.Product?.Id}");

    /// <summary>As text, for shapes that are compared.</summary>
    public static string Symbol(StripeValue value) => value is StripeText text ? text.Value : $"ref:{((StripeRef)value).Step}";
}
