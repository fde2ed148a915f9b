using System.Collections.Immutable;
using System.Text.Json;

namespace CpqBilling.Salesforce;

/// <summary>Lists orders by id, a part at a time, so that a long list is read whole while orders come and go.</summary>
public sealed class ActivatedOrders(SalesforceSession session)
{
    /// <summary>As many as one answer holds.</summary>
    public const int PartSize = 2_000;

    /// <summary>How many there are. One call.</summary>
    public Task<SalesforceAnswer<int>> CountAsync(OrderSpan span, CancellationToken cancellation) =>
        QueryAsync($"SELECT COUNT() FROM Order WHERE {span.Condition}", body => body.GetProperty("totalSize").GetInt32(), cancellation);

    /// <param name="after">The last id of the part before; null begins.</param>
    /// <returns>In the order of their ids; fewer than <see cref="PartSize"/> where the list ends. One call.</returns>
    public Task<SalesforceAnswer<ImmutableArray<OrderOfFamily>>> ReadAsync(OrderSpan span, string? after, CancellationToken cancellation) =>
        PartAsync(span.Condition, after, cancellation);

    /// <summary>Those that bear an id of Stripe, whatever has become of them in Salesforce. One call.</summary>
    public Task<SalesforceAnswer<ImmutableArray<OrderOfFamily>>> ReadLinkedAsync(string? after, CancellationToken cancellation) =>
        PartAsync("Stripe_ID__c != null", after, cancellation);

    private Task<SalesforceAnswer<ImmutableArray<OrderOfFamily>>> PartAsync(string condition, string? after, CancellationToken cancellation)
    {
        var from = after is { } id ? $" AND Id > {Soql.Quoted(id)}" : "";
        return QueryAsync<ImmutableArray<OrderOfFamily>>(
            $"SELECT {FamilyReader.Fields} FROM Order WHERE {condition}{from} ORDER BY Id LIMIT {PartSize}",
            body => [.. body.Items("records").Select(row => new OrderOfFamily(row.Text("Id")!, FamilyReader.FamilyOf(row)))],
            cancellation
        );
    }

    private async Task<SalesforceAnswer<T>> QueryAsync<T>(string soql, Func<JsonElement, T> read, CancellationToken cancellation) =>
        await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(session.Names.Query("Order", soql))}", null, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<T>.Found(read(ok.Body), ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<T>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
