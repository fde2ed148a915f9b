using System.Collections.Concurrent;
using System.Text.Json;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>What an org is. The caller keeps it.</summary>
/// <param name="DefaultCurrency">ISO code; null when the org does not tell.</param>
public sealed record SalesforceOrg(
    string Id,
    string Name,
    bool IsSandbox,
    string? NamespacePrefix,
    string? OrganizationType,
    bool IsMultiCurrency,
    string? DefaultCurrency
);

/// <summary>API calls of the last 24 hours.</summary>
public sealed record ApiAllowance(int Max, int Remaining);

/// <summary>Reads facts about the org: who it is, what its objects look like, how many calls are left.</summary>
public sealed class OrgReader(SalesforceSession session)
{
    private readonly ConcurrentDictionary<string, ObjectDescription> _described = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One call. Only multi-currency orgs know <c>CurrencyType</c>; the default currency of others is not always readable.</summary>
    public async Task<SalesforceAnswer<SalesforceOrg>> OrganizationAsync(CancellationToken cancellation)
    {
        var reply = await Composite.SendAsync(
            session,
            [
                Composite.Query(session, "org", "SELECT Id, Name, IsSandbox, NamespacePrefix, OrganizationType FROM Organization"),
                Composite.Query(session, "corporate", "SELECT IsoCode FROM CurrencyType WHERE IsCorporate = true"),
                Composite.Query(session, "single", "SELECT DefaultCurrencyIsoCode FROM Organization"),
            ],
            cancellation
        );
        if (reply is CompositeReply.Refused refused)
        {
            return new SalesforceAnswer<SalesforceOrg>.Refused(refused.Error, refused.Calls);
        }

        var parts = ((CompositeReply.Ok)reply).Parts;
        var org = parts["org"].Body.Items("records").FirstOrDefault();
        if (!parts["org"].IsSuccess || org.Text("Id") is not { } id)
        {
            return new SalesforceAnswer<SalesforceOrg>.Refused(
                RemoteFaults.Of(parts["org"].Status, parts["org"].Body, session.Org, session.Org),
                reply.Calls
            );
        }

        var corporate = First(parts["corporate"], "IsoCode");
        return new SalesforceAnswer<SalesforceOrg>.Found(
            new SalesforceOrg(
                id,
                org.Text("Name") ?? id,
                org.Flag("IsSandbox"),
                org.Text("NamespacePrefix"),
                org.Text("OrganizationType"),
                parts["corporate"].IsSuccess,
                corporate ?? First(parts["single"], "DefaultCurrencyIsoCode")
            ),
            reply.Calls
        );
    }

    /// <summary>An object's fields and lookups; asked once.</summary>
    public async Task<SalesforceAnswer<ObjectDescription>> DescribeAsync(string type, CancellationToken cancellation)
    {
        if (_described.TryGetValue(type, out var known))
        {
            return new SalesforceAnswer<ObjectDescription>.Found(known, 0);
        }

        var name = Uri.EscapeDataString(session.Names.Object(type));
        switch (await session.SendAsync(HttpMethod.Get, $"sobjects/{name}/describe", null, cancellation))
        {
            case SalesforceReply.Ok ok:
                var description = ObjectDescription.Read(ok.Body, session.Names);
                _described[type] = description;
                return new SalesforceAnswer<ObjectDescription>.Found(description, ok.Calls);
            case SalesforceReply.Refused refused:
                return new SalesforceAnswer<ObjectDescription>.Refused(refused.Error, refused.Calls);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A record with every field that may be read; null when there is none. One call.</summary>
    public async Task<SalesforceAnswer<CpqRecord?>> RecordAsync(string type, string id, CancellationToken cancellation)
    {
        var name = Uri.EscapeDataString(session.Names.Object(type));
        switch (await session.SendAsync(HttpMethod.Get, $"sobjects/{name}/{Uri.EscapeDataString(id)}", null, cancellation))
        {
            case SalesforceReply.Ok ok:
                var rows = new RowReader(session.Names);
                rows.AddRow(ok.Body);
                return new SalesforceAnswer<CpqRecord?>.Found(rows.Records.FirstOrDefault(record => record.Id == id), ok.Calls);
            case SalesforceReply.Refused refused:
                return new SalesforceAnswer<CpqRecord?>.Refused(refused.Error, refused.Calls);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Why Salesforce does not take a condition on an object; null when it does. One row is read at most.</summary>
    public async Task<SyncError?> RefusalOfFilterAsync(string type, string filter, CancellationToken cancellation)
    {
        var soql = session.Names.Query(type, $"SELECT Id FROM {type} WHERE ({filter}) LIMIT 1");
        var reply = await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, cancellation);
        return (reply as SalesforceReply.Refused)?.Error;
    }

    public async Task<SalesforceAnswer<ApiAllowance>> LimitsAsync(CancellationToken cancellation)
    {
        switch (await session.SendAsync(HttpMethod.Get, "limits", null, cancellation))
        {
            case SalesforceReply.Ok ok:
                var daily = ok.Body.ValueKind == JsonValueKind.Object && ok.Body.TryGetProperty("DailyApiRequests", out var found) ? found : default;
                return new SalesforceAnswer<ApiAllowance>.Found(new ApiAllowance(daily.Int("Max") ?? 0, daily.Int("Remaining") ?? 0), ok.Calls);
            case SalesforceReply.Refused refused:
                return new SalesforceAnswer<ApiAllowance>.Refused(refused.Error, refused.Calls);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static string? First(SubReply part, string field) =>
        part.IsSuccess ? part.Body.Items("records").Select(row => row.Text(field)).FirstOrDefault() : null;
}
