namespace CpqBilling.Salesforce;

/// <summary>Finds orders by what people know them by, activated or not.</summary>
public sealed class OrderFinder(SalesforceSession session)
{
    /// <summary>The id of the order with that number, or of a quote's newest order; null when there is none. One call.</summary>
    public async Task<SalesforceAnswer<string?>> FindAsync(string numberOrQuoteId, CancellationToken cancellation)
    {
        var text = Soql.Quoted(numberOrQuoteId);
        var condition = SalesforceId.TryParse(numberOrQuoteId, out _) ? $"SBQQ__Quote__c = {text}" : $"OrderNumber = {text}";
        var soql = $"SELECT Id FROM Order WHERE {condition} ORDER BY CreatedDate DESC LIMIT 1";
        return await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<string?>.Found(ok.Body.Items("records").FirstOrDefault().Text("Id"), ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<string?>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
