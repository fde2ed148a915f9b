using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Deletes the oldest Sync Records of successful syncs, until no more than so many are left; those of errors stay.</summary>
public sealed class SyncRecordCleaner(SalesforceSession session)
{
    private const string Type = "Sync_Record__c";
    private const int AtOnce = 200;

    /// <summary>A first cleaning of many goes on the next day; the org's calls are for billing.</summary>
    private const int MostRounds = 25;

    /// <returns>Why the org did not delete them; null when it did.</returns>
    public async Task<SyncError?> KeepAsync(int most, CancellationToken cancellation)
    {
        var condition = $"{Type} WHERE Resolution_Status__c IN ('Success', 'Resolved')";
        var counted = await AskAsync($"SELECT COUNT() FROM {condition}", cancellation);
        if (counted is not SalesforceReply.Ok { Body: var count })
        {
            return ((SalesforceReply.Refused)counted).Error;
        }

        var surplus = count.GetProperty("totalSize").GetInt32() - most;
        for (var round = 0; surplus > 0 && round < MostRounds; round++)
        {
            var part = Math.Min(AtOnce, surplus);
            if (await DeleteAsync($"SELECT Id FROM {condition} ORDER BY SystemModstamp, Id LIMIT {part}", cancellation) is { } error)
            {
                return error;
            }

            surplus -= part;
        }

        return null;
    }

    private async Task<SyncError?> DeleteAsync(string query, CancellationToken cancellation)
    {
        var found = await AskAsync(query, cancellation);
        if (found is not SalesforceReply.Ok { Body: var records })
        {
            return ((SalesforceReply.Refused)found).Error;
        }

        var ids = string.Join(',', records.Items("records").Select(row => row.Text("Id")));
        var reply = await session.SendAsync(HttpMethod.Delete, $"composite/sobjects?ids={ids}&allOrNone=false", null, cancellation);
        if (reply is not SalesforceReply.Ok { Body: var rows })
        {
            return ((SalesforceReply.Refused)reply).Error;
        }

        var kept = rows.EnumerateArray().Where(row => !row.Flag("success")).Select(row => RemoteFaults.First(row.GetProperty("errors"))).ToList();
        return kept.Count == 0 ? null : SalesforceErrors.WriteBackRefused(session.Org, kept[0]?.Message ?? "a Sync Record was not deleted", null);
    }

    private Task<SalesforceReply> AskAsync(string soql, CancellationToken cancellation) =>
        session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(session.Names.Query(Type, soql))}", null, cancellation);
}
