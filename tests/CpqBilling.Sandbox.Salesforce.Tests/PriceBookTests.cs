namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class PriceBookTests
{
    [Fact]
    public async Task Product_NeedsAStandardPriceFirstAndOnePriceABook()
    {
        await using var org = await TestOrg.StartAsync();
        var product = await org.CreateAsync("Product2", """{"Name":"Seats","ProductCode":"S-1","IsActive":true}""");
        var standard = await org.ColumnAsync("SELECT Id FROM Pricebook2 WHERE IsStandard = true", "Id");
        var other = await org.CreateAsync("Pricebook2", """{"Name":"Partners","IsActive":true}""");
        Assert.Equal("400 STANDARD_PRICE_NOT_DEFINED", await PriceAsync(org, other, product));
        Assert.Equal("201", await PriceAsync(org, standard, product));
        Assert.Equal("201", await PriceAsync(org, other, product));
        Assert.Equal("400 DUPLICATE_VALUE", await PriceAsync(org, other, product));
        Assert.Equal("Seats,Seats", await org.ColumnAsync("SELECT Name FROM PricebookEntry WHERE ProductCode = 'S-1'"));
    }

    [Fact]
    public async Task OrderLine_TakesProductListPriceAndTotalsFromItsEntry()
    {
        await using var org = await TestOrg.StartAsync();
        var product = await org.CreateAsync("Product2", """{"Name":"Seats","IsActive":true}""");
        var standard = await org.ColumnAsync("SELECT Id FROM Pricebook2 WHERE IsStandard = true", "Id");
        await PriceAsync(org, standard, product);
        var entry = await org.ColumnAsync("SELECT Id FROM PricebookEntry", "Id");
        var account = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        var order = await org.CreateAsync(
            "Order",
            $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-02-01","Status":"Draft","Pricebook2Id":"{{standard}}"}"""
        );
        await org.CreateAsync("OrderItem", $$"""{"OrderId":"{{order}}","PricebookEntryId":"{{entry}}","Quantity":3,"UnitPrice":99.5}""");
        await org.CreateAsync("OrderItem", $$"""{"OrderId":"{{order}}","PricebookEntryId":"{{entry}}","Quantity":1,"UnitPrice":1.5}""");
        Assert.Equal("298.5,1.5", await org.ColumnAsync("SELECT TotalPrice FROM OrderItem ORDER BY OrderItemNumber", "TotalPrice"));
        Assert.Equal("120,120", await org.ColumnAsync($"SELECT ListPrice FROM OrderItem WHERE Product2Id = '{product}'", "ListPrice"));
        Assert.Equal("300.0", await org.ColumnAsync("SELECT TotalAmount FROM Order", "TotalAmount"));
    }

    [Fact]
    public async Task Contract_EndsADayBeforeItsTermIsOver()
    {
        await using var org = await TestOrg.StartAsync();
        var account = await org.CreateAsync("Account", """{"Name":"Acme"}""");
        await org.CreateAsync("Contract", $$"""{"AccountId":"{{account}}","Status":"Draft","StartDate":"2024-01-31","ContractTerm":1}""");
        Assert.Equal("2024-02-28", await org.ColumnAsync("SELECT EndDate FROM Contract", "EndDate"));
    }

    private static async Task<string> PriceAsync(TestOrg org, string book, string product)
    {
        var (status, answer) = await org.SendAsync(
            "POST",
            "sobjects/PricebookEntry",
            $$"""{"Pricebook2Id":"{{book}}","Product2Id":"{{product}}","UnitPrice":120,"IsActive":true}"""
        );
        return status == 201 ? "201" : $"{status} {answer![0]!["errorCode"]}";
    }
}
