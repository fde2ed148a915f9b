using CpqBilling.Engine.Application.Connections;

namespace CpqBilling.Web.Api;

/// <summary>A connected org and its Stripe accounts; no secret is among it.</summary>
public sealed record ApiConnection(string Org, string Name, bool IsSandbox, Uri Salesforce, string SignsInBy, bool IsSyncing, ApiAccount[] Accounts)
{
    public static ApiConnection Of(OrgConnectionView org) =>
        new(org.Id, org.Name, org.IsSandbox, org.Salesforce, org.SignsInBy, org.IsSyncing, [.. org.Accounts.Select(ApiAccount.Of)]);
}
