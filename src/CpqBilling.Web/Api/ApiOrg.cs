namespace CpqBilling.Web.Api;

/// <param name="StripeAccount">Null before one is connected.</param>
public sealed record ApiOrg(string Id, string Name, Uri Salesforce, string? StripeAccount, bool IsLive);
