using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Pages of long results. A cursor lives two days and holds its records whatever happens to them meanwhile.</summary>
internal sealed class QueryCursors(OrgClock clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);
    private readonly ConcurrentDictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private long _lastNumber;

    public JsonObject FirstPage(IReadOnlyList<Record> records, Func<Record, JsonNode> write, RowContext context)
    {
        if (records.Count <= context.BatchSize)
            return Page(records, write, 0, records.Count, null);
        Forget();
        var id = SalesforceId.Make("01g", Interlocked.Increment(ref _lastNumber));
        _cursors[id] = new Cursor(records, write, clock.Now);
        return Page(records, write, 0, context.BatchSize, NextUrl(context.Version, id, context.BatchSize));
    }

    /// <summary>The page that <c>01g…-2000</c> names; null when the cursor is unknown or too old.</summary>
    public JsonObject? NextPage(string locator, RowContext context)
    {
        var dash = locator.LastIndexOf('-');
        if (
            dash < 0
            || !_cursors.TryGetValue(locator[..dash], out var cursor)
            || clock.Now - cursor.CreatedAt > Lifetime
            || !int.TryParse(locator[(dash + 1)..], out var start)
            || start < 0
            || start > cursor.Records.Count
        )
            return null;
        var end = Math.Min(start + context.BatchSize, cursor.Records.Count);
        return Page(
            cursor.Records,
            cursor.Write,
            start,
            end - start,
            end < cursor.Records.Count ? NextUrl(context.Version, locator[..dash], end) : null
        );
    }

    private void Forget()
    {
        foreach (var (id, cursor) in _cursors)
            if (clock.Now - cursor.CreatedAt > Lifetime)
                _cursors.TryRemove(id, out _);
    }

    private static string NextUrl(string version, string id, int start) => $"/services/data/v{version}/query/{id}-{start}";

    private static JsonObject Page(IReadOnlyList<Record> records, Func<Record, JsonNode> write, int start, int count, string? next)
    {
        var rows = new JsonArray();
        for (var i = start; i < start + count; i++)
            rows.Add(write(records[i]));
        var page = new JsonObject { ["totalSize"] = records.Count, ["done"] = next is null };
        if (next is not null)
            page["nextRecordsUrl"] = next;
        page["records"] = rows;
        return page;
    }

    private sealed record Cursor(IReadOnlyList<Record> Records, Func<Record, JsonNode> Write, DateTimeOffset CreatedAt);
}
