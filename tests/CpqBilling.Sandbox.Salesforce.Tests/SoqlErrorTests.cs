namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SoqlErrorTests
{
    [Theory]
    [InlineData("SELECT Id FORM Account", "MALFORMED_QUERY", "unexpected token: 'Account'")]
    [InlineData("SELECT Id FROM", "MALFORMED_QUERY", "unexpected end of file")]
    [InlineData("SELECT * FROM Account", "MALFORMED_QUERY", "unexpected token: '*'")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'open", "MALFORMED_QUERY", "unterminated string literal")]
    [InlineData("SELECT Id FROM Account WHERE Name = 'a' AND Phone = 'b' OR Phone = 'c'", "MALFORMED_QUERY", "unexpected token: 'OR'")]
    [InlineData("SELECT Id FROM Account WHERE Name IS NULL", "MALFORMED_QUERY", "unexpected token: 'IS'")]
    [InlineData("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY", "must have a LIMIT of at most 200")]
    [InlineData("SELECT FIELDS(CUSTOM) FROM Account LIMIT 201", "MALFORMED_QUERY", "must have a LIMIT of at most 200")]
    [InlineData("SELECT Name FROM Account GROUP BY Phone", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name")]
    [InlineData("SELECT Id, COUNT() FROM Account", "MALFORMED_QUERY", "COUNT() must be the only element")]
    [InlineData("SELECT Nope FROM Account", "INVALID_FIELD", "No such column 'Nope' on entity 'Account'")]
    [InlineData("SELECT Id FROM Account WHERE Nope = 1", "INVALID_FIELD", "No such column 'Nope' on entity 'Account'")]
    [InlineData("SELECT CurrencyIsoCode FROM Account", "INVALID_FIELD", "No such column 'CurrencyIsoCode' on entity 'Account'")]
    [InlineData("SELECT Nope.Name FROM Account", "INVALID_FIELD", "Didn't understand relationship 'Nope' in field path")]
    [InlineData("SELECT Name, Name FROM Account", "INVALID_FIELD", "duplicate field selected: Name")]
    [InlineData(
        "SELECT Id FROM Account WHERE Name = 5",
        "INVALID_FIELD",
        "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes"
    )]
    [InlineData(
        "SELECT Id FROM Order WHERE EffectiveDate = '2024-01-01'",
        "INVALID_FIELD",
        "value of filter criterion for field 'EffectiveDate' must be of type date and should not be enclosed in quotes"
    )]
    [InlineData("SELECT Id FROM Order WHERE TotalAmount = '5'", "INVALID_FIELD", "must be of type currency and should not be enclosed in quotes")]
    [InlineData("SELECT Id FROM Account WHERE Description = 'x'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call")]
    [InlineData(
        "SELECT Id FROM Sync_Record__c ORDER BY Resolution_Message__c",
        "MALFORMED_QUERY",
        "field 'Resolution_Message__c' can not be sorted in a query call"
    )]
    [InlineData("SELECT Id FROM Nope", "INVALID_TYPE", "sObject type 'Nope' is not supported.")]
    [InlineData("SELECT Id FROM ScratchOrgInfo LIMIT 1", "INVALID_TYPE", "sObject type 'ScratchOrgInfo' is not supported.")]
    [InlineData("SELECT (SELECT Id FROM Nopes) FROM Account", "INVALID_TYPE", "Didn't understand relationship 'Nopes' in FROM part of query call")]
    [InlineData("SELECT Id FROM Account WHERE Id LIKE '001%'", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator on id field")]
    [InlineData("SELECT Id FROM Account WHERE Id = '001'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: 001")]
    [InlineData(
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Order) AND Id IN (SELECT AccountId FROM Contract) AND Id IN (SELECT AccountId FROM Contact)",
        "EXCEEDED_MAX_SEMIJOIN_SUBSELECTS",
        "The maximum number of semi join sub-selects allowed is 2"
    )]
    [InlineData(
        "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Order)",
        "MALFORMED_QUERY",
        "Semi join sub-selects are not allowed with the 'OR' operator"
    )]
    [InlineData(
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Order WHERE Id IN (SELECT OrderId FROM OrderItem))",
        "MALFORMED_QUERY",
        "Nesting of semi join sub-selects is not supported"
    )]
    [InlineData("SELECT Id FROM Account LIMIT 5 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")]
    public async Task BrokenQuery_IsRefusedWithItsCode(string soql, string code, string text)
    {
        await using var org = await TestOrg.StartAsync();
        var error = await org.QueryErrorAsync(soql);
        Assert.StartsWith(code + " ", error, StringComparison.Ordinal);
        Assert.Contains(text, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownColumn_IsQuotedWithACaret()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(
            "INVALID_FIELD \nSELECT Foo FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Foo' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
                + "Please reference your WSDL or the describe call for the appropriate names.",
            await org.QueryErrorAsync("SELECT Foo FROM Account")
        );
    }

    [Fact]
    public async Task TooLongQuery_IsRefused()
    {
        await using var org = await TestOrg.StartAsync();
        var composite =
            $$"""{"compositeRequest":[{"method":"GET","referenceId":"q","url":"/services/data/v65.0/query?q=SELECT+Id+FROM+Account+WHERE+Name+IN+('{{new string('x', 100_000)}}')"}]}""";
        var (_, answer) = await org.SendAsync("POST", "composite", composite);
        Assert.Equal(
            "SOQL statements can not be longer than 100000 characters",
            answer!["compositeResponse"]![0]!["body"]![0]!["message"]!.GetValue<string>()
        );
        using var direct = await org.RawAsync("GET", "query?q=" + new string('x', 17_000));
        Assert.Equal(414, (int)direct.StatusCode);
    }

    [Fact]
    public async Task NestedChildren_AreOneLevelDeepUpToVersion57()
    {
        await using var org = await TestOrg.StartAsync();
        const string soql = "q=SELECT+(SELECT+(SELECT+Id+FROM+OrderItems)+FROM+Orders)+FROM+Account";
        Assert.Equal(200, (await org.SendAsync("GET", "/services/data/v58.0/query?" + soql)).Status);
        Assert.Equal(400, (await org.SendAsync("GET", "/services/data/v57.0/query?" + soql)).Status);
    }
}
