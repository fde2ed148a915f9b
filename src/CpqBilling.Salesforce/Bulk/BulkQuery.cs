using System.Collections.Immutable;
using System.Text.Json;
using CsvHelper;

namespace CpqBilling.Salesforce.Bulk;

/// <summary>A query job of the Bulk API 2.0: begun once, waited for, and read page by page for seven days.</summary>
public sealed class BulkQuery(SalesforceSession session)
{
    private const string Jobs = "jobs/query";
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <returns>The id of the job.</returns>
    internal async Task<SalesforceAnswer<string>> BeginAsync(string soql, CancellationToken cancellation) =>
        await session.SendAsync(HttpMethod.Post, Jobs, JsonSerializer.Serialize(new { operation = "query", query = soql }), cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<string>.Found(ok.Body.Text("id")!, ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<string>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>Looks at the job until it has ended: at once, then after longer and longer pauses.</summary>
    /// <returns>Null when there are results; what became of it when there are none.</returns>
    internal async Task<SalesforceAnswer<string?>> WaitAsync(string job, CancellationToken cancellation)
    {
        var calls = 0;
        for (var pause = First; ; pause = TimeSpan.FromTicks(Math.Min(Longest.Ticks, pause.Ticks * 2)))
        {
            var reply = await session.SendAsync(HttpMethod.Get, $"{Jobs}/{job}", null, cancellation);
            calls += reply.Calls;
            if (reply is SalesforceReply.Refused refused)
            {
                return new SalesforceAnswer<string?>.Refused(refused.Error, calls);
            }

            var body = ((SalesforceReply.Ok)reply).Body;
            switch (body.Text("state"))
            {
                case "JobComplete":
                    return new SalesforceAnswer<string?>.Found(null, calls);
                case "Failed" or "Aborted":
                    return new SalesforceAnswer<string?>.Found(body.Text("errorMessage") ?? body.Text("state"), calls);
                default:
                    await Task.Delay(pause, session.Time, cancellation);
                    break;
            }
        }
    }

    /// <param name="locator">Of the page; null is the first.</param>
    internal async Task<SalesforceAnswer<BulkPage>> ReadAsync(string job, string? locator, int most, CancellationToken cancellation)
    {
        var from = locator is null ? "" : $"&locator={Uri.EscapeDataString(locator)}";
        return await session.ReadCsvAsync($"{Jobs}/{job}/results?maxRecords={most}{from}", cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<BulkPage>.Found(new BulkPage(Rows(ok.Csv!.Text), ok.Csv.Next), ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<BulkPage>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>An empty value is null.</summary>
    private static ImmutableArray<ImmutableDictionary<string, string>> Rows(string csv)
    {
        using var reader = CsvReader.FromText(csv);
        var rows = ImmutableArray.CreateBuilder<ImmutableDictionary<string, string>>();
        while (reader.Read())
        {
            rows.Add(
                Enumerable
                    .Range(0, reader.FieldCount)
                    .Select(at => (Name: reader.Headers[at], Value: reader.GetString(at)))
                    .Where(cell => cell.Value.Length > 0)
                    .ToImmutableDictionary(cell => cell.Name, cell => cell.Value)
            );
        }

        return rows.ToImmutable();
    }
}
