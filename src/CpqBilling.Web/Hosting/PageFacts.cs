using CpqBilling.Storage;

namespace CpqBilling.Web.Hosting;

/// <summary>What the pages know of the org they show.</summary>
/// <param name="StripeAccount">The account in the Stripe sandbox's pages.</param>
public sealed record PageFacts(BillingDatabase Database, string OrgId, Uri Salesforce, Uri Stripe, string StripeAccount)
{
    public string SalesforceOrder(string orderId) => new Uri(Salesforce, $"/orders/{orderId}").ToString();

    public string StripePage(string path) => new Uri(Stripe, $"/accounts/{StripeAccount}/{path}").ToString();

    /// <summary>The page that shows an object of an order: invoices and customers have their own.</summary>
    public string StripeObject(string id) =>
        id.StartsWith("in_", StringComparison.Ordinal) ? StripePage($"invoices/{id}")
        : id.StartsWith("cus_", StringComparison.Ordinal) ? StripePage($"customers/{id}")
        : StripePage("subscriptions");
}

/// <summary>Syncs an order again when a person asks for it.</summary>
public interface IOrderSync
{
    Task SyncAsync(string orderId, CancellationToken cancellation);
}
