namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SoqlSyntaxTests
{
    [Theory]
    [InlineData("select id from account")]
    [InlineData("SELECT a.Id, a.Parent.Name FROM Account a WHERE a.Name LIKE '%' ORDER BY a.Name")]
    [InlineData("SELECT Account.Name FROM Account")]
    [InlineData(
        "SELECT Id FROM Account USING SCOPE everything WHERE Name != null WITH SECURITY_ENFORCED ORDER BY Name ASC NULLS LAST LIMIT 10 OFFSET 5 FOR VIEW"
    )]
    [InlineData("SELECT Id FROM Account WITH USER_MODE FOR UPDATE")]
    [InlineData("SELECT Id FROM Account ALL ROWS")]
    [InlineData("SELECT toLabel(Type), FORMAT(CreatedDate) shown, convertCurrency(AnnualRevenue2) FROM Account", false)]
    [InlineData("SELECT toLabel(Type), FORMAT(CreatedDate) shown FROM Account")]
    [InlineData("SELECT Id FROM Account WHERE ((Name = 'a') AND ((Phone = 'b') OR (NOT (Phone = 'c'))))")]
    [InlineData("SELECT Id FROM Account WHERE NOT Name = 'a' AND Phone = 'b'")]
    [InlineData("SELECT Id\nFROM\tAccount\r\nWHERE Name = 'two\\nlines'")]
    [InlineData("SELECT Id FROM Account WHERE CreatedDate > 2024-02-01T00:00:00.123Z AND CreatedDate < 2024-02-01T00:00:00-08:00")]
    [InlineData("SELECT Id FROM Account WHERE CreatedDate > 2024-02-01T00:00:00", false)]
    [InlineData("SELECT Id FROM Order WHERE TotalAmount > -1.5e3 AND TotalAmount < +2")]
    [InlineData("SELECT Id FROM Account WHERE CreatedDate = NEXT_N_FISCAL_QUARTERS:2 OR CreatedDate = LAST_90_DAYS OR CreatedDate = N_WEEKS_AGO:1")]
    [InlineData("SELECT Id FROM Account WHERE CreatedDate = SOMEDAY", false)]
    [InlineData("SELECT Id, FROM Account", false)]
    [InlineData("SELECT Id FROM Account LIMIT -1", false)]
    [InlineData("SELECT Id FROM Account WHERE (Name = 'a'", false)]
    [InlineData("SELECT Id FROM Account WHERE Name IN ()", false)]
    [InlineData("SELECT Id FROM Account WHERE Name = 'bad \\q escape'", false)]
    [InlineData("SELECT Id FROM Account; DROP", false)]
    [InlineData("SELECT A.B.C.D.E.F.G.Id FROM Account", false)]
    [InlineData("UPDATE Account", false)]
    [InlineData("", false)]
    public async Task Query_IsUnderstoodOrRefused(string soql, bool isUnderstood = true)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, _) = await org.SendAsync("GET", "query?q=" + System.Net.WebUtility.UrlEncode(soql));
        Assert.Equal(isUnderstood ? 200 : 400, status);
    }
}
