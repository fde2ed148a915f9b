using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>What is read of records that are synced without an order.</summary>
public sealed record RecordRequest(FieldMappings Mappings)
{
    /// <summary>Whether records have <c>CurrencyIsoCode</c>; asking for it elsewhere is an error.</summary>
    public bool MultiCurrency { get; init; }

    /// <summary>Paths from an order line that a template names: those through its product or price-book entry lead from an entry as well.</summary>
    public ImmutableArray<string> OrderItemPaths { get; init; } = [];
}

/// <summary>Which records to sync.</summary>
/// <param name="Type">Account, Product2 or PricebookEntry.</param>
/// <param name="Filter">SOQL condition on it; null takes all.</param>
public sealed record RecordSelection(string Type, string? Filter = null)
{
    /// <summary>Entries of one price book only.</summary>
    public string? PricebookId { get; init; }

    internal string Condition =>
        string.Join(
            " AND ",
            new[]
            {
                Type switch
                {
                    "Account" => "Stripe_ID__c != null",
                    "PricebookEntry" => "IsActive = true AND Product2.IsActive = true",
                    _ => "IsActive = true",
                },
                PricebookId is { } book ? $"Pricebook2Id = {Soql.Quoted(book)}" : null,
                string.IsNullOrWhiteSpace(Filter) ? null : $"({Filter})",
            }.OfType<string>()
        );
}

/// <param name="Ids">Of the selected records, in order; their parents are in the graph too.</param>
/// <param name="IsLast">False when more records wait behind the last one.</param>
public sealed record RecordPage(RecordGraph Records, ImmutableArray<string> Ids, bool IsLast);

/// <param name="Changes">When each record of the page was changed, in order.</param>
/// <param name="Next">Where to go on; unchanged when nothing was found.</param>
public sealed record ChangedRecords(RecordPage Page, ImmutableArray<RecordChange> Changes, PollCursor Next);
