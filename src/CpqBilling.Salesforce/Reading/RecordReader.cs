using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>Reads one account, product or price-book entry with everything mapped from it.</summary>
public sealed class RecordReader(SalesforceSession session)
{
    /// <summary>Objects that can be synced without an order.</summary>
    public static IReadOnlyList<string> Types { get; } = ["Account", "Product2", "PricebookEntry"];

    /// <summary>The record and its parents, or why there is none.</summary>
    public async Task<SalesforceAnswer<RecordGraph>> ReadAsync(
        RecordRef record,
        FieldMappings mappings,
        bool multiCurrency,
        CancellationToken cancellation
    )
    {
        if (!Types.Contains(record.Type) || !SalesforceId.TryParse(record.Id, out var id))
        {
            return Missing(record, 0);
        }

        if (MappedPaths.FirstMalformed(mappings) is { } path)
        {
            return new SalesforceAnswer<RecordGraph>.Refused(SalesforceErrors.FieldMissing(record, $"'{path}' is not a path of fields", path), 0);
        }

        var collector = new RecordCollector(session, record);
        var soql = $"SELECT {Select(record.Type, mappings, multiCurrency)} FROM {record.Type} WHERE Id = {Soql.Quoted(id)}";
        if (await collector.ReadAsync([new LoadQuery("record", session.Names.Query(record.Type, soql))], [], cancellation) is { } error)
        {
            return new SalesforceAnswer<RecordGraph>.Refused(error, collector.Calls);
        }

        var graph = new RecordGraph(collector.Records);
        return graph.Find(id) is null ? Missing(record, collector.Calls) : new SalesforceAnswer<RecordGraph>.Found(graph, collector.Calls);
    }

    private static string Select(string type, FieldMappings mappings, bool multiCurrency)
    {
        var tree = type switch
        {
            "Account" => new FieldTree(ContractFields.Account.WithCurrency(multiCurrency)),
            "Product2" => new FieldTree(ContractFields.Product),
            _ => new FieldTree(ContractFields.PricebookEntry.WithCurrency(multiCurrency))
                .AddParent("Product2", ContractFields.Product)
                .AddParent("Product2", MappedPaths.From(mappings, "Product2")),
        };
        return tree.AddAll(MappedPaths.From(mappings, type)).Select;
    }

    private static SalesforceAnswer<RecordGraph> Missing(RecordRef record, int calls) =>
        new SalesforceAnswer<RecordGraph>.Refused(
            SalesforceErrors.SalesforceRefused(record, "the record does not exist, or the integration user may not see it") with
            {
                UpstreamCode = "NOT_FOUND",
            },
            calls
        );
}
