using CpqBilling.Engine.Application.Connections;

namespace CpqBilling.Web.Api;

/// <param name="IsPrimary">Its ids are written to Salesforce.</param>
/// <param name="HasWebhook">Stripe tells of its events; else they are asked for.</param>
public sealed record ApiAccount(string Id, string Name, bool IsLive, bool IsPrimary, bool HasWebhook)
{
    public static ApiAccount Of(StripeConnectionView account) => new(account.Id, account.Name, account.IsLive, account.IsPrimary, account.HasWebhook);
}
