using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>Reads accounts, products and price-book entries with everything mapped from them: one call, two or three for tiered prices.</summary>
public sealed class RecordReader(SalesforceSession session)
{
    public const int PageSize = 200;

    /// <summary>Objects that can be synced without an order.</summary>
    public static IReadOnlyList<string> Types { get; } = ["Account", "Product2", "PricebookEntry"];

    /// <summary>The record and its parents, or why there is none.</summary>
    public async Task<SalesforceAnswer<RecordGraph>> ReadAsync(RecordRef record, RecordRequest request, CancellationToken cancellation)
    {
        if (!Types.Contains(record.Type) || !SalesforceId.TryParse(record.Id, out var id))
        {
            return Missing(record, 0);
        }

        var collector = new RecordCollector(session, record);
        var where = $"Id = {Soql.Quoted(id)}";
        IReadOnlyList<LoadQuery> schedules =
            record.Type == "PricebookEntry" ? [ContractQueries.ProductSchedulesOf($"(SELECT Product2Id FROM PricebookEntry WHERE {where})")] : [];
        var error =
            Malformed(record, request)
            ?? await collector.ReadAsync([Rows(record.Type, request, where), .. schedules], [], cancellation)
            ?? await ReadRatesAsync(collector, cancellation);
        if (error is not null)
        {
            return new SalesforceAnswer<RecordGraph>.Refused(error, collector.Calls);
        }

        var graph = new RecordGraph(collector.Records);
        return graph.Find(id) is null ? Missing(record, collector.Calls) : new SalesforceAnswer<RecordGraph>.Found(graph, collector.Calls);
    }

    /// <summary>The next records of a selection.</summary>
    /// <param name="afterId">The last record of the page before; null begins.</param>
    public Task<SalesforceAnswer<RecordPage>> PageAsync(
        RecordSelection selection,
        string? afterId,
        RecordRequest request,
        CancellationToken cancellation
    )
    {
        var after = afterId is null ? "" : $" AND Id > {Soql.Quoted(afterId)}";
        return ReadPageAsync(selection.Type, request, $"{selection.Condition}{after} ORDER BY Id LIMIT {PageSize}", cancellation);
    }

    /// <summary>Accounts with a Stripe customer that changed, in the order of their changes.</summary>
    public async Task<SalesforceAnswer<ChangedRecords>> ChangedAccountsAsync(
        PollCursor from,
        string? filter,
        RecordRequest request,
        CancellationToken cancellation
    )
    {
        var condition = $"{new RecordSelection("Account", filter).Condition} AND {OrderPoller.After(from)}";
        var answer = await ReadPageAsync("Account", request, $"{condition} ORDER BY SystemModstamp, Id LIMIT {PageSize}", cancellation);
        if (answer is not SalesforceAnswer<RecordPage>.Found { Value: var page })
        {
            return new SalesforceAnswer<ChangedRecords>.Refused(((SalesforceAnswer<RecordPage>.Refused)answer).Error, answer.Calls);
        }

        var changed = page
            .Ids.Select(id => (Id: id, At: page.Records.Find(id)!.Moment("SystemModstamp") ?? from.ModifiedAt))
            .OrderBy(account => account.At)
            .ThenBy(account => account.Id, StringComparer.Ordinal)
            .ToList();
        var next = changed.Count == 0 ? from : new PollCursor(changed[^1].At, changed[^1].Id);
        var changes = changed.Select(account => new RecordChange(account.Id, account.At)).ToImmutableArray();
        return new SalesforceAnswer<ChangedRecords>.Found(new ChangedRecords(page, changes, next), answer.Calls);
    }

    private async Task<SalesforceAnswer<RecordPage>> ReadPageAsync(string type, RecordRequest request, string where, CancellationToken cancellation)
    {
        var collector = new RecordCollector(session, session.Org);
        var error =
            Malformed(session.Org, request)
            ?? await collector.ReadAsync([Rows(type, request, where) with { IsSelection = true }], [], cancellation)
            ?? await ReadSchedulesAsync(type, collector, cancellation)
            ?? await ReadRatesAsync(collector, cancellation);
        var ids = collector.Matching.Order(StringComparer.Ordinal).ToImmutableArray();
        return error is null
            ? new SalesforceAnswer<RecordPage>.Found(new RecordPage(new RecordGraph(collector.Records), ids, ids.Length < PageSize), collector.Calls)
            : new SalesforceAnswer<RecordPage>.Refused(error, collector.Calls);
    }

    private static async Task<SyncError?> ReadSchedulesAsync(string type, RecordCollector collector, CancellationToken cancellation)
    {
        var products = collector.Records.Where(record => record.Type == "Product2").Select(record => record.Id).Distinct().ToList();
        return type != "PricebookEntry" || products.Count == 0
            ? null
            : await collector.ReadAsync([ContractQueries.ProductSchedulesOf(Soql.In(products))], [], cancellation);
    }

    private static async Task<SyncError?> ReadRatesAsync(RecordCollector collector, CancellationToken cancellation)
    {
        var schedules = ContractQueries.SchedulesWithoutRates(new RecordGraph(collector.Records)).ToList();
        return schedules.Count == 0 ? null : await collector.ReadAsync([ContractQueries.Rates(schedules)], [], cancellation);
    }

    private static SyncError? Malformed(RecordRef record, RecordRequest request) =>
        (MappedPaths.FirstMalformed(request.Mappings) ?? request.OrderItemPaths.FirstOrDefault(path => !Soql.IsPath(path))) is { } path
            ? SalesforceErrors.FieldMissing(record, $"'{path}' is not a path of fields", path)
            : null;

    private LoadQuery Rows(string type, RecordRequest request, string where) =>
        new("record", session.Names.Query(type, $"SELECT {Select(type, request)} FROM {type} WHERE {where}"));

    private static string Select(string type, RecordRequest request)
    {
        var tree = type switch
        {
            "Account" => new FieldTree([.. ContractFields.Account.WithCurrency(request.MultiCurrency), "SystemModstamp"]),
            "Product2" => new FieldTree(ContractFields.Product),
            _ => new FieldTree(ContractFields.PricebookEntry.WithCurrency(request.MultiCurrency))
                .AddParent("Product2", ContractFields.Product)
                .AddParent("Product2", MappedPaths.From(request.Mappings, "Product2"))
                .AddParent("Product2", Below("Product2Id", request))
                .AddAll(Below("PricebookEntryId", request)),
        };
        return tree.AddAll(MappedPaths.From(request.Mappings, type)).Select;
    }

    /// <summary>What a template reads through a lookup of the order line.</summary>
    private static IEnumerable<string> Below(string lookup, RecordRequest request) =>
        request
            .OrderItemPaths.Select(path => path.Split('.', 2))
            .Where(steps => steps.Length == 2 && SalesforcePath.LookupField(steps[0]) == lookup)
            .Select(steps => steps[1]);

    private static SalesforceAnswer<RecordGraph> Missing(RecordRef record, int calls) =>
        new SalesforceAnswer<RecordGraph>.Refused(
            SalesforceErrors.SalesforceRefused(record, "the record does not exist, or the integration user may not see it") with
            {
                UpstreamCode = "NOT_FOUND",
            },
            calls
        );
}
