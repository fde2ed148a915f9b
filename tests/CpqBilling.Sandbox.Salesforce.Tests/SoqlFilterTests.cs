namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class SoqlFilterTests
{
    private const string Records = """
        { "Account": [
            { "Id": "Account#1", "Name": "Apple", "AccountNumber": "100", "Phone": "1", "CreatedDate": "2024-01-31T23:30:00Z", "LastModifiedDate": "2024-01-31T23:30:00Z" },
            { "Id": "Account#2", "Name": "banana", "AccountNumber": "A_5%", "CreatedDate": "2023-12-31T10:00:00Z", "LastModifiedDate": "2024-02-01T08:00:00Z" },
            { "Id": "Account#3", "Name": "Cherry's", "ParentId": "Account#1", "CreatedDate": "2024-02-01T01:00:00Z", "LastModifiedDate": "2024-02-01T09:00:00Z" }],
          "Order": [
            { "Id": "Order#1", "AccountId": "Account#1", "EffectiveDate": "2024-02-01", "TotalAmount": 120.5, "SBQQ__Contracted__c": true, "Status": "Activated" },
            { "Id": "Order#2", "AccountId": "Account#2", "EffectiveDate": "2023-05-01", "TotalAmount": 80, "Status": "Draft" },
            { "Id": "Order#3", "AccountId": "Account#3", "TotalAmount": -1, "Status": "Draft" }] }
        """;

    [Theory]
    // Equality ignores case; an empty text is null; != includes nulls.
    [InlineData("Name = 'APPLE'", "Apple")]
    [InlineData("Name != 'Apple'", "banana,Cherry's")]
    [InlineData("Phone != '1'", "banana,Cherry's")]
    [InlineData("Phone = null", "banana,Cherry's")]
    [InlineData("Phone != null", "Apple")]
    [InlineData("Phone = ''", "banana,Cherry's")]
    [InlineData("Name <> 'Apple' AND Name < 'c'", "banana")]
    [InlineData("Name = 'Cherry\\'s'", "Cherry's")]
    [InlineData("Name = '\\u0041pple'", "Apple")]
    // Lists; NOT IN includes nulls.
    [InlineData("Name IN ('apple', 'banana')", "Apple,banana")]
    [InlineData("Phone NOT IN ('1')", "banana,Cherry's")]
    [InlineData("Phone IN (null, '1')", "Apple,banana,Cherry's")]
    // LIKE ignores case; a backslash takes a wildcard literally.
    [InlineData("Name LIKE 'A%'", "Apple")]
    [InlineData("Name LIKE '%AN_na'", "banana")]
    [InlineData("AccountNumber LIKE 'A\\_5\\%'", "banana")]
    [InlineData("AccountNumber LIKE '\\_%'", "")]
    [InlineData("NOT Name LIKE 'A%'", "banana,Cherry's")]
    [InlineData("(NOT Name LIKE 'A%') AND (Phone = null OR Name = 'x')", "banana,Cherry's")]
    // Ids at both lengths, lookups and parent paths.
    [InlineData("Parent.Name = 'apple'", "Cherry's")]
    [InlineData("ParentId != null", "Cherry's")]
    [InlineData("Parent.Parent.Name = null", "Apple,banana,Cherry's")]
    // Semi-joins and anti-joins.
    [InlineData("Id IN (SELECT AccountId FROM Order WHERE Status = 'Activated')", "Apple")]
    [InlineData("Id NOT IN (SELECT AccountId FROM Order WHERE Status = 'Activated')", "banana,Cherry's")]
    [InlineData(
        "Id IN (SELECT AccountId FROM Order WHERE TotalAmount > 100) AND Id NOT IN (SELECT ParentId FROM Account WHERE ParentId != null)",
        ""
    )]
    // Instants with offsets, named dates against the clock of 2024-02-01T12:00:00Z, date functions.
    [InlineData("CreatedDate < 2024-01-31T23:30:01Z", "Apple,banana")]
    [InlineData("CreatedDate >= 2024-02-01T00:30:00+01:00", "Apple,Cherry's")]
    [InlineData("LastModifiedDate > 2024-02-01T08:00:00Z", "Cherry's")]
    [InlineData("LastModifiedDate >= 2024-02-01T08:00:00Z AND LastModifiedDate < 2024-02-01T09:00:00.000Z", "banana")]
    [InlineData("CreatedDate = TODAY", "Cherry's")]
    [InlineData("CreatedDate = YESTERDAY", "Apple")]
    [InlineData("CreatedDate = LAST_MONTH", "Apple")]
    [InlineData("CreatedDate < THIS_YEAR", "banana")]
    [InlineData("CreatedDate = LAST_N_DAYS:1", "Apple,Cherry's")]
    [InlineData("CreatedDate = LAST_N_MONTHS:2", "Apple,banana")]
    [InlineData("CreatedDate > N_DAYS_AGO:1", "Cherry's")]
    [InlineData("CreatedDate = THIS_FISCAL_QUARTER", "Apple,Cherry's")]
    [InlineData("CALENDAR_YEAR(CreatedDate) = 2023", "banana")]
    [InlineData("CALENDAR_MONTH(CreatedDate) IN (1, 2)", "Apple,Cherry's")]
    [InlineData("DAY_ONLY(CreatedDate) = 2024-01-31", "Apple")]
    [InlineData("HOUR_IN_DAY(CreatedDate) > 20", "Apple")]
    public async Task Filter_FindsItsRecords(string where, string expected)
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        Assert.Equal(expected, await org.ColumnAsync($"SELECT Name FROM Account WHERE {where} ORDER BY Name"));
    }

    [Theory]
    [InlineData("TotalAmount > 80", "120.5")]
    [InlineData("TotalAmount <= 80", "80,-1")]
    [InlineData("TotalAmount = 120.50", "120.5")]
    [InlineData("SBQQ__Contracted__c = TRUE", "120.5")]
    [InlineData("SBQQ__Contracted__c != true", "80,-1")]
    [InlineData("EffectiveDate = 2024-02-01", "120.5")]
    [InlineData("EffectiveDate < TODAY", "80")]
    [InlineData("EffectiveDate = null", "-1")]
    [InlineData("Account.Parent.Name = 'Apple' OR Account.Name = 'Banana'", "80,-1")]
    [InlineData("Status IN ('Draft') AND (TotalAmount < 0 OR TotalAmount > 100)", "-1")]
    public async Task TypedFilter_ComparesByType(string where, string expected)
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        Assert.Equal(expected, await org.ColumnAsync($"SELECT TotalAmount FROM Order WHERE {where}", "TotalAmount"));
    }

    [Theory]
    [InlineData("Phone", "banana,Cherry's,Apple")]
    [InlineData("Phone NULLS LAST", "Apple,banana,Cherry's")]
    [InlineData("Phone DESC", "Apple,banana,Cherry's")]
    [InlineData("Phone DESC NULLS FIRST, Name DESC", "Cherry's,banana,Apple")]
    [InlineData("CreatedDate DESC", "Cherry's,Apple,banana")]
    [InlineData("Parent.Name DESC NULLS LAST, Name", "Cherry's,Apple,banana")]
    [InlineData("Name LIMIT 1 OFFSET 1", "banana")]
    [InlineData("Name LIMIT 0", "")]
    public async Task Order_SortsAndCuts(string order, string expected)
    {
        await using var org = await TestOrg.StartAsync();
        await org.LoadAsync(Records);
        Assert.Equal(expected, await org.ColumnAsync($"SELECT Name FROM Account ORDER BY {order}"));
    }

    [Fact]
    public async Task Ids_OrderByCaseSoThatACursorMissesNothing()
    {
        await using var org = await TestOrg.StartAsync();
        var rows = string.Join(
            ",",
            Enumerable.Range(1, 70).Select(i => $$"""{ "Id": "Account#{{i}}", "Name": "{{i}}", "LastModifiedDate": "2024-01-01T00:00:00Z" }""")
        );
        var ids = await org.LoadAsync($$"""{ "Account": [{{rows}}] }""");
        var after = ids["Account#36"];
        Assert.Equal(
            "37,38,39",
            await org.ColumnAsync(
                $"SELECT Name FROM Account WHERE LastModifiedDate > 2024-01-01T00:00:00Z OR (LastModifiedDate = 2024-01-01T00:00:00Z AND Id > '{after}') ORDER BY LastModifiedDate, Id LIMIT 3"
            )
        );
        Assert.Equal("70,69", await org.ColumnAsync("SELECT Name FROM Account ORDER BY Id DESC LIMIT 2"));
    }

    [Fact]
    public async Task Ids_MatchAtBothLengths()
    {
        await using var org = await TestOrg.StartAsync();
        var ids = await org.LoadAsync(Records);
        Assert.Equal("Apple", await org.ColumnAsync($"SELECT Name FROM Account WHERE Id = '{ids["Account#1"][..15]}'"));
        Assert.Equal(
            "Cherry's",
            await org.ColumnAsync($"SELECT Name FROM Account a WHERE a.ParentId IN ('{ids["Account#1"]}', '{ids["Account#2"][..15]}')")
        );
    }
}
