namespace CpqBilling.Engine.Application;

/// <summary>How people know an org, and where they open its records.</summary>
/// <param name="Salesforce">Address below which records open by id.</param>
/// <param name="StripeAccount">Null before an account is connected.</param>
/// <param name="StripePages">Where a stand-in for Stripe shows its objects; null for Stripe itself.</param>
public sealed record OrgFace(string Id, string Name, Uri Salesforce, string? StripeAccount, bool IsLive, Uri? StripePages)
{
    private const string Dashboard = "https://dashboard.stripe.com/";

    public string SalesforceRecord(string id) => new Uri(Salesforce, "/" + id).ToString();

    /// <summary>The page of an object; null for kinds that have none.</summary>
    public string? StripeObject(string id)
    {
        if (FolderOf(id) is not { } folder)
        {
            return null;
        }

        return StripePages is { } pages ? new Uri(pages, $"/accounts/{StripeAccount}/open/{id}").ToString() : $"{DashboardOfAccount}{folder}/{id}";
    }

    /// <summary>Where Stripe shows a request and its answer; null where there is no such page.</summary>
    public string? StripeRequest(string requestId) => StripePages is null ? $"{DashboardOfAccount}logs/{requestId}" : null;

    private string DashboardOfAccount => $"{Dashboard}{StripeAccount}/{(IsLive ? "" : "test/")}";

    private static string? FolderOf(string id) =>
        id[..(id.LastIndexOf('_') + 1)] switch
        {
            "sub_sched_" => "subscription_schedules",
            "sub_" => "subscriptions",
            "cus_" => "customers",
            "in_" => "invoices",
            "prod_" => "products",
            "price_" => "prices",
            _ => null,
        };
}
