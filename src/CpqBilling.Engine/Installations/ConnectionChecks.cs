using System.Text.Json;
using CpqBilling.Core.Errors;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Installations;

/// <summary>What came of trying a connection before it is kept: a closed union.</summary>
public abstract record ConnectionTrial<T>
{
    private ConnectionTrial() { }

    public sealed record Works(T Value) : ConnectionTrial<T>;

    public sealed record Refused(SyncError Error) : ConnectionTrial<T>;
}

/// <summary>Tries a connection by reading who is at its other end.</summary>
public static class ConnectionChecks
{
    /// <param name="clockUrl">Where the org tells its time, when it is a sandbox of ours.</param>
    public static async Task<ConnectionTrial<OrgDescription>> TrySalesforceAsync(
        SalesforceSession session,
        Uri? clockUrl,
        CancellationToken cancellation
    ) =>
        await new OrgReader(session).OrganizationAsync(cancellation) switch
        {
            SalesforceAnswer<SalesforceOrg>.Found { Value: var org } => new ConnectionTrial<OrgDescription>.Works(
                new OrgDescription(org.Id, org.Name, org.IsSandbox, org.IsMultiCurrency, org.DefaultCurrency, clockUrl)
            ),
            SalesforceAnswer<SalesforceOrg>.Refused refused => new ConnectionTrial<OrgDescription>.Refused(refused.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static async Task<ConnectionTrial<StripeAccountDescription>> TryStripeAsync(StripeGateway gateway, CancellationToken cancellation)
    {
        var subject = new RecordRef("Organization", "stripe");
        return await gateway.GetAsync("/v1/account", null, cancellation) switch
        {
            StripeAnswered { Body: var account } answered => new ConnectionTrial<StripeAccountDescription>.Works(
                new StripeAccountDescription(answered.Id, Name(account) ?? answered.Id, !gateway.IsTestMode)
            ),
            StripeRefused refused => new ConnectionTrial<StripeAccountDescription>.Refused(
                ConnectionErrors.StripeUnauthorized(subject, refused.Message) with
                {
                    UpstreamCode = refused.Code,
                }
            ),
            StripeUnavailable lost => new ConnectionTrial<StripeAccountDescription>.Refused(
                ConnectionErrors.StripeUnreachable(subject, lost.Message)
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static string? Name(JsonElement account) =>
        Text(account, "settings", "dashboard", "display_name") ?? Text(account, "business_profile", "name");

    private static string? Text(JsonElement account, params string[] path)
    {
        var at = account;
        foreach (var step in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return null;
            }
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }
}
