using System.Text.Json;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>A query of a load.</summary>
/// <param name="IsOptional">Its object may be missing in an org; then it has no rows.</param>
/// <param name="IsFilter">Its rows say which orders match the filter and are no records of the contract.</param>
/// <param name="IsSelection">Its rows, not their parents, are what was asked for.</param>
internal sealed record LoadQuery(string Reference, string Soql, bool IsOptional = false, bool IsFilter = false, bool IsSelection = false);

/// <summary>A single record fetched by its id; it may have been deleted meanwhile.</summary>
internal sealed record LoadRecord(string Type, string Id, IReadOnlyList<string> Fields);

/// <summary>Sends queries in as few calls as Salesforce allows, follows their pages and gathers the records.</summary>
internal sealed class RecordCollector(SalesforceSession session, RecordRef subject)
{
    private readonly RowReader _rows = new(session.Names);
    private readonly HashSet<string> _matching = [];

    public int Calls { get; private set; }

    public IReadOnlyList<CpqRecord> Records => _rows.Records;

    /// <summary>Ids that filters and selections answered.</summary>
    public IReadOnlySet<string> Matching => _matching;

    /// <summary>The first error, or null when everything was read.</summary>
    public async Task<SyncError?> ReadAsync(IReadOnlyList<LoadQuery> queries, IReadOnlyList<LoadRecord> records, CancellationToken cancellation)
    {
        var parts = queries
            .Select(query => (Part: Composite.Query(session, query.Reference, query.Soql), Query: query))
            .Chunk(Composite.MaxHeavyParts)
            .ToList();
        var single = new Queue<SubRequest>(records.Select(Fetch));
        for (var round = 0; round < parts.Count || single.Count > 0; round++)
        {
            var heavy = round < parts.Count ? parts[round] : [];
            var light = Enumerable.Range(0, Math.Min(single.Count, Composite.MaxParts - heavy.Length)).Select(_ => single.Dequeue()).ToList();
            if (await SendAsync(heavy, light, cancellation) is { } error)
            {
                return error;
            }
        }

        return await FollowPagesAsync(cancellation);
    }

    private async Task<SyncError?> SendAsync(
        (SubRequest Part, LoadQuery Query)[] heavy,
        IReadOnlyList<SubRequest> light,
        CancellationToken cancellation
    )
    {
        var reply = await Composite.SendAsync(session, [.. heavy.Select(query => query.Part), .. light], cancellation);
        Calls += reply.Calls;
        if (reply is CompositeReply.Refused refused)
        {
            return refused.Error;
        }

        var parts = ((CompositeReply.Ok)reply).Parts;
        SyncError? error = null;
        foreach (var (part, query) in heavy)
        {
            var answer = parts[part.Reference];
            if (answer.IsSuccess)
            {
                Add(query, answer.Body);
            }
            else if (!(query.IsOptional && answer.ErrorCode == "INVALID_TYPE"))
            {
                error ??= ErrorOf(answer);
            }
        }

        foreach (var answer in light.Select(part => parts[part.Reference]))
        {
            if (answer.IsSuccess)
            {
                _rows.AddRow(answer.Body);
            }
            else if (answer.ErrorCode is not ("NOT_FOUND" or "ENTITY_IS_DELETED" or "MALFORMED_ID"))
            {
                error ??= ErrorOf(answer);
            }
        }

        return error;
    }

    private void Add(LoadQuery query, JsonElement rows)
    {
        if (query.IsFilter || query.IsSelection)
        {
            _matching.UnionWith(rows.Items("records").Select(row => row.Text("Id")).OfType<string>());
        }

        if (!query.IsFilter)
        {
            _rows.AddRows(rows);
        }
    }

    private async Task<SyncError?> FollowPagesAsync(CancellationToken cancellation)
    {
        while (_rows.NextPage() is { } page)
        {
            var reply = await session.SendAsync(HttpMethod.Get, page, null, cancellation);
            Calls += reply.Calls;
            switch (reply)
            {
                case SalesforceReply.Ok ok:
                    _rows.AddRows(ok.Body);
                    break;
                case SalesforceReply.Refused refused:
                    return refused.Error;
            }
        }

        return null;
    }

    private SyncError ErrorOf(SubReply answer) => RemoteFaults.Of(answer.Status, answer.Body, subject, session.Org);

    private SubRequest Fetch(LoadRecord record)
    {
        var type = session.Names.Object(record.Type);
        var fields = string.Join(",", record.Fields.Select(field => session.Names.Field(record.Type, field)));
        return new("get_" + record.Id, HttpMethod.Get, $"{session.Connection.DataPath}/sobjects/{type}/{record.Id}?fields={fields}");
    }
}
