using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>CPQ-5, CPQ-6, CPQ-8 and CPQ-9: what amendment quotes offer and what their orders say.</summary>
public sealed class AmendmentFactsTests
{
    [Fact]
    public async Task Cpq5_EveryAmendmentLine_RevisesTheInitialLine()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var order = await floor.SoldAsync(product);
        var initialLine = Assert.Single(await floor.LinesAsync(order, "Id"));
        var contract = await floor.Sales.ContractAsync(order);

        var first = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 2)]);
        await floor.Sales.ContractAsync(first);
        var second = await floor.Sales.AmendAsync(contract, Day("2024-07-15"), [new NewQuantity(product, 3)]);

        Assert.Equal([$"1 {initialLine}"], await floor.LinesAsync(first, "Quantity", "SBQQ__RevisedOrderProduct__c"));
        Assert.Equal([$"1 {initialLine}"], await floor.LinesAsync(second, "Quantity", "SBQQ__RevisedOrderProduct__c"));
    }

    [Theory]
    [InlineData(50, 51, "1 1 Quantity Increase")]
    [InlineData(50, 1, "-49 -49 Quantity Decrease")]
    [InlineData(1, 0, "-1 -1 Cancel")]
    public async Task Cpq6_Lines_CarryDeltas(int before, int typed, string expected)
    {
        await using var floor = await OpenAsync();
        var (seat, other) = (await floor.Sales.CreateProductAsync(Monthly()), await floor.Sales.CreateProductAsync(Monthly("Other")));
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(seat, before), new NewLine(other)])
        );
        var order = await floor.Sales.OrderAsync(quote);
        await floor.Sales.ActivateAsync(order);

        var amendment = await floor.Sales.AmendAsync(await floor.Sales.ContractAsync(order), Day("2024-04-15"), [new NewQuantity(seat, typed)]);

        // The other product is unchanged and has no line.
        Assert.Equal([expected], await floor.LinesAsync(amendment, "Quantity", "SBQQ__OrderedQuantity__c", "SBQQ__ContractAction__c"));
    }

    [Fact]
    public async Task Cpq6_NothingChanged_NothingToOrder()
    {
        await using var floor = await OpenAsync();
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly())));

        var refusal = await Assert.ThrowsAsync<SalesRefusedException>(() => floor.Sales.AmendAsync(contract, Day("2024-04-15")));

        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", refusal.Code);
    }

    [Fact]
    public async Task Cpq8_FreshAmendmentQuote_HasNoTermAndTheContractsInclusiveEnd_LinesHaveTheCurrentTotal()
    {
        await using var floor = await OpenAsync("2024-02-01T12:00:00Z");
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product, 5));
        await floor.Sales.ContractAsync(await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 7)]));

        var (status, _) = await floor.Org.SendAsync(
            "PATCH",
            $"/services/apexrest/SBQQ/ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid={contract}"
        );

        Assert.Equal(200, status);
        var quote = await floor.RowAsync(
            "SELECT SBQQ__Type__c, SBQQ__MasterContract__c, SBQQ__StartDate__c, SBQQ__EndDate__c, SBQQ__SubscriptionTerm__c, (SELECT SBQQ__Quantity__c FROM SBQQ__LineItems__r) FROM SBQQ__Quote__c ORDER BY CreatedDate DESC, Name DESC LIMIT 1"
        );
        Assert.Equal(("Amendment", contract), (quote["SBQQ__Type__c"]!.ToString(), quote["SBQQ__MasterContract__c"]!.ToString()));
        Assert.Equal(("2024-02-01", "2025-01-14"), (quote["SBQQ__StartDate__c"]!.ToString(), quote["SBQQ__EndDate__c"]!.ToString()));
        Assert.Null(quote["SBQQ__SubscriptionTerm__c"]);
        Assert.Equal(7m, Assert.Single(quote["SBQQ__LineItems__r"]!["records"]!.AsArray())!["SBQQ__Quantity__c"]!.GetValue<decimal>());
    }

    [Theory]
    // Three months and eleven months left of a year from the 15th of January.
    [InlineData("2024-10-15", "3")]
    [InlineData("2024-02-15", "11")]
    // An odd day: months and days by the precision.
    [InlineData("2024-02-18", "10.92054794520548")]
    public async Task Cpq8_TermLeft_IsCountedFromTheDates(string start, string multiplier)
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product));

        var amendment = await floor.Sales.AmendAsync(contract, Day(start), [new NewQuantity(product, 2)]);

        Assert.Equal([$"{multiplier} {start} 2025-01-14"], await floor.LinesAsync(amendment, "SBQQ__ProrateMultiplier__c", "ServiceDate", "EndDate"));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "2")]
    public async Task Cpq9_AmendmentNotContracted_IsUnknownToTheNext(bool contracted, string delta)
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product));
        var first = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 2)]);
        if (contracted)
            await floor.Sales.ContractAsync(first);

        var second = await floor.Sales.AmendAsync(contract, Day("2024-07-15"), [new NewQuantity(product, 3)]);

        Assert.Equal([delta], await floor.LinesAsync(second, "Quantity"));
    }

    [Fact]
    public async Task ProductSoldByAnAmendment_IsRevisedByTheNext()
    {
        await using var floor = await OpenAsync();
        var (seat, support) = (await floor.Sales.CreateProductAsync(Monthly()), await floor.Sales.CreateProductAsync(Monthly("Support", 18)));
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(seat));
        var first = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), addedLines: [new NewLine(support, 4)]);
        var added = Assert.Single(await floor.LinesAsync(first, "Id"));
        await floor.Sales.ContractAsync(first);

        var second = await floor.Sales.AmendAsync(contract, Day("2024-07-15"), [new NewQuantity(support, 1)]);

        Assert.Equal(
            [$"-3 108 Quantity Decrease {added}"],
            await floor.LinesAsync(second, "Quantity", "UnitPrice", "SBQQ__ContractAction__c", "SBQQ__RevisedOrderProduct__c")
        );
    }
}
