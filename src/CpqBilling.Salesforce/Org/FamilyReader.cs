using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Says which family of contracts orders belong to: the quote of the first order, which amendments share.</summary>
/// <remarks>It is the key of jobs and leases, and known without loading any contract; 200 orders take one query.</remarks>
public sealed class FamilyReader(SalesforceSession session)
{
    private const int OrdersOfAQuery = 200;
    internal const string Fields = "Id, SBQQ__Quote__c, Opportunity.SBQQ__AmendedContract__c, Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c";

    /// <summary>The quote of the first order; without one the amended contract, the own quote or the order itself.</summary>
    public static string FamilyOf(string orderId, string? quoteId, string? amendedContractId, string? amendedQuoteId) =>
        amendedQuoteId ?? amendedContractId ?? quoteId ?? orderId;

    /// <summary>Order id → family; orders that do not exist are left out.</summary>
    public async Task<SalesforceAnswer<ImmutableDictionary<string, string>>> ReadAsync(
        IReadOnlyCollection<string> orderIds,
        CancellationToken cancellation
    )
    {
        var families = ImmutableDictionary.CreateBuilder<string, string>();
        var calls = 0;
        foreach (var ids in orderIds.Distinct().Chunk(OrdersOfAQuery))
        {
            var soql = session.Names.Query("Order", $"SELECT {Fields} FROM Order WHERE Id IN {Soql.In(ids)}");
            var reply = await Composite.SendAsync(session, [Composite.Query(session, "orders", soql)], cancellation);
            calls += reply.Calls;
            if (reply is CompositeReply.Refused refused)
            {
                return new SalesforceAnswer<ImmutableDictionary<string, string>>.Refused(refused.Error, calls);
            }

            var part = ((CompositeReply.Ok)reply).Parts["orders"];
            if (!part.IsSuccess)
            {
                var subject = new RecordRef("Order", ids[0]);
                return new SalesforceAnswer<ImmutableDictionary<string, string>>.Refused(
                    RemoteFaults.Of(part.Status, part.Body, subject, session.Org),
                    calls
                );
            }

            foreach (var row in part.Body.Items("records"))
            {
                families[row.Text("Id")!] = FamilyOf(row);
            }
        }

        return new SalesforceAnswer<ImmutableDictionary<string, string>>.Found(families.ToImmutable(), calls);
    }

    /// <param name="row">With <see cref="Fields"/>.</param>
    internal static string FamilyOf(JsonElement row)
    {
        var opportunity = row.TryGetProperty("Opportunity", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var contract =
            opportunity.ValueKind == JsonValueKind.Object
            && opportunity.TryGetProperty("SBQQ__AmendedContract__r", out var amended)
            && amended.ValueKind == JsonValueKind.Object
                ? amended
                : default;
        return FamilyOf(
            row.Text("Id")!,
            row.Text("SBQQ__Quote__c"),
            opportunity.ValueKind == JsonValueKind.Object ? opportunity.Text("SBQQ__AmendedContract__c") : null,
            contract.ValueKind == JsonValueKind.Object ? contract.Text("SBQQ__Quote__c") : null
        );
    }
}
