namespace CpqBilling.Salesforce;

/// <summary>Finds orders by the number that people see.</summary>
public sealed class OrderNumbers(SalesforceSession session)
{
    /// <returns>The id of the order; null when there is none with this number.</returns>
    public async Task<SalesforceAnswer<string?>> FindAsync(string number, CancellationToken cancellation)
    {
        var soql = $"SELECT Id FROM Order WHERE OrderNumber = {Soql.Quoted(number)} LIMIT 1";
        return await session.SendAsync(HttpMethod.Get, $"query?q={Uri.EscapeDataString(soql)}", null, cancellation) switch
        {
            SalesforceReply.Ok ok => new SalesforceAnswer<string?>.Found(ok.Body.Items("records").FirstOrDefault().Text("Id"), ok.Calls),
            SalesforceReply.Refused refused => new SalesforceAnswer<string?>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
