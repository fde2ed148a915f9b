using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Tells an org which Stripe accounts it bills through, as records that orders can name; the package takes the mode of its links from the primary one.</summary>
public sealed class StripeAccountWriter(SalesforceSession session)
{
    private const string Type = "Stripe_Account__c";
    private const string Key = "External_ID__c";
    private const int LongestName = 80;

    /// <returns>Why the org did not take all of them; null when it did. One call.</returns>
    public async Task<SyncError?> WriteAsync(IReadOnlyCollection<StripeAccountRow> accounts, CancellationToken cancellation)
    {
        var names = session.Names;
        var url = $"{session.Connection.DataPath}/composite/sobjects/{names.Object(Type)}/{names.Field(Type, Key)}";
        var body = new JsonObject { ["allOrNone"] = false, ["records"] = new JsonArray([.. accounts.Select(Row)]) };
        var reply = await Composite.SendAsync(session, [new SubRequest("accounts", HttpMethod.Patch, url, body)], cancellation);
        if (reply is CompositeReply.Refused refused)
        {
            return refused.Error;
        }

        var answer = ((CompositeReply.Ok)reply).Parts["accounts"];
        if (!answer.IsSuccess)
        {
            return RemoteFaults.Of(answer.Status, answer.Body, session.Org, session.Org);
        }

        var faults = answer.Body.EnumerateArray().Where(row => !row.Flag("success"));
        return
            faults.Select(row => row.TryGetProperty("errors", out var errors) ? RemoteFaults.First(errors)?.Message : null).FirstOrDefault()
                is { } message
            ? SalesforceErrors.WriteBackRefused(session.Org, message, null)
            : null;
    }

    private JsonNode Row(StripeAccountRow account)
    {
        var names = session.Names;
        return new JsonObject
        {
            ["attributes"] = new JsonObject { ["type"] = names.Object(Type) },
            ["Name"] = account.Name.Length <= LongestName ? account.Name : account.Name[..LongestName],
            [names.Field(Type, Key)] = $"{account.Id}|{(account.IsLive ? "live" : "test")}",
            [names.Field(Type, "Stripe_ID__c")] = account.Id,
            [names.Field(Type, "Is_Live_Mode__c")] = account.IsLive,
            [names.Field(Type, "Is_Primary__c")] = account.IsPrimary,
            [names.Field(Type, "Connection_Status__c")] = "connected",
        };
    }
}
