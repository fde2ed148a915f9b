using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Salesforce;

/// <summary>Lists orders by when they were activated, those that are billed already left out.</summary>
public sealed class OrdersSince(SalesforceSession session)
{
    public const int PageSize = 2000;
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");

    /// <summary>How many there are. One call.</summary>
    public async Task<SalesforceAnswer<int>> CountAsync(Instant since, string orderFilter, CancellationToken cancellation) =>
        await AskAsync($"SELECT COUNT() FROM Order WHERE {Condition(since, orderFilter)}", cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<int>.Found(ok.Body.GetProperty("totalSize").GetInt32(), ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<int>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The next of them, by id. One call, and one more for each further part that Salesforce makes of the answer.</summary>
    /// <param name="afterId">The last order of the page before; null begins.</param>
    public async Task<SalesforceAnswer<ImmutableArray<FoundOrder>>> PageAsync(
        Instant since,
        string? afterId,
        string orderFilter,
        CancellationToken cancellation
    )
    {
        var after = afterId is null ? "" : $" AND Id > {Soql.Quoted(afterId)}";
        var soql = $"SELECT {FamilyReader.Fields} FROM Order WHERE {Condition(since, orderFilter)}{after} ORDER BY Id LIMIT {PageSize}";
        return await AskAsync(soql, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<ImmutableArray<FoundOrder>>.Found(
                [.. ok.Body.Items("records").Select(row => new FoundOrder(row.Text("Id")!, FamilyReader.FamilyOf(row)))],
                ok.Calls
            ),
            SalesforceReply.Refused refused => new SalesforceAnswer<ImmutableArray<FoundOrder>>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private Task<SalesforceReply> AskAsync(string soql, CancellationToken cancellation) =>
        session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(session.Names.Query("Order", soql))}", null, cancellation);

    private static string Condition(Instant since, string orderFilter)
    {
        var filter = string.IsNullOrWhiteSpace(orderFilter) ? Soql.DefaultOrderFilter : orderFilter;
        return $"Stripe_ID__c = null AND ActivatedDate >= {Moment.Format(since)} AND ({filter})";
    }
}
