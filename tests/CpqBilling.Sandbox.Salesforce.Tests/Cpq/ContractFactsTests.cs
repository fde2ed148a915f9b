using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>CPQ-1 to CPQ-4, CPQ-7 and CPQ-13: contracts, and orders that amend them.</summary>
public sealed class ContractFactsTests
{
    private const string ContractFields =
        "SELECT Id, Status, StartDate, EndDate, ContractTerm, SBQQ__RenewalTerm__c, SBQQ__Order__c, SBQQ__Quote__c, SBQQ__Opportunity__r.SBQQ__Contracted__c FROM Contract";

    [Fact]
    public async Task Cpq1And2_InitialOrderContracted_OneContractPointsAtOrderAndQuote_OrderPointsNowhere()
    {
        await using var floor = await OpenAsync();
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));
        var quote = (await floor.RowAsync("SELECT Id FROM SBQQ__Quote__c"))["Id"]!.ToString();

        var contract = await floor.Sales.ContractAsync(order);

        var row = await floor.RowAsync(ContractFields);
        Assert.Equal((contract, order, quote), (row["Id"]!.ToString(), row["SBQQ__Order__c"]!.ToString(), row["SBQQ__Quote__c"]!.ToString()));
        Assert.Equal("false", row["SBQQ__Opportunity__r"]!["SBQQ__Contracted__c"]!.ToJsonString());
        var initial = await floor.RowAsync("SELECT ContractId, SBQQ__Contracted__c FROM Order");
        Assert.Null(initial["ContractId"]);
        Assert.Equal("true", initial["SBQQ__Contracted__c"]!.ToJsonString());
        Assert.Equal([contract], await floor.LinesAsync(order, "SBQQ__Contract__c"));
    }

    [Fact]
    public async Task Cpq3And13_AmendmentOrder_IsAnAmendmentWithoutContract_ItsOpportunityNamesTheContractAndADate()
    {
        await using var floor = await OpenAsync("2024-02-01T12:00:00Z");
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product));

        var amendment = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 2)]);

        var row = await floor.RowAsync(
            $"SELECT ContractId, SBQQ__Contracted__c, Type, EndDate, Opportunity.SBQQ__AmendedContract__c, Opportunity.StageName, Opportunity.CloseDate FROM Order WHERE Id = '{amendment}'"
        );
        Assert.Null(row["ContractId"]);
        Assert.Equal("false", row["SBQQ__Contracted__c"]!.ToJsonString());
        Assert.Equal("Amendment", row["Type"]!.ToString());
        Assert.Equal(contract, row["Opportunity"]!["SBQQ__AmendedContract__c"]!.ToString());
        Assert.Equal("Prospecting", row["Opportunity"]!["StageName"]!.ToString());
        Assert.Equal("2024-02-01", row["Opportunity"]!["CloseDate"]!.ToString());
    }

    [Fact]
    public async Task Cpq4_AmendmentContracted_SameContractSameQuote_OrderOverwritten()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product));
        var quote = (await floor.RowAsync(ContractFields))["SBQQ__Quote__c"]!.ToString();

        var amendment = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 2)]);
        await floor.Sales.ContractAsync(amendment);

        var row = await floor.RowAsync(ContractFields);
        Assert.Equal((contract, amendment, quote), (row["Id"]!.ToString(), row["SBQQ__Order__c"]!.ToString(), row["SBQQ__Quote__c"]!.ToString()));
    }

    [Fact]
    public async Task Cpq7_EndsAreInclusive_OrdersHaveNone()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product));
        await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(product, 2)]);

        var row = await floor.RowAsync(ContractFields);

        Assert.Equal(
            "Draft 2024-01-15 2025-01-14 12 12",
            string.Join(' ', row["Status"], row["StartDate"], row["EndDate"], row["ContractTerm"], row["SBQQ__RenewalTerm__c"])
        );
        Assert.Equal("null,null", await floor.Org.ColumnAsync("SELECT EndDate FROM Order", "EndDate"));
    }

    [Fact]
    public async Task BySubscriptionEndDate_OneContractForEachEnd()
    {
        await using var floor = await OpenAsync();
        var (seat, support) = (await floor.Sales.CreateProductAsync(Monthly()), await floor.Sales.CreateProductAsync(Monthly("Support")));
        var lines = new[]
        {
            new NewLine(seat),
            new NewLine(support) { EndDate = Day("2024-07-14") },
        };
        var order = await floor.Sales.OrderAsync(
            await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, lines))
        );
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__ContractingMethod__c":"By Subscription End Date"}""");
        await floor.Sales.ActivateAsync(order);

        await floor.Sales.ContractAsync(order);

        Assert.Equal("2024-07-14,2025-01-14", await floor.Org.ColumnAsync("SELECT EndDate FROM Contract ORDER BY EndDate", "EndDate"));
        Assert.Equal("6,12", await floor.Org.ColumnAsync("SELECT ContractTerm FROM Contract ORDER BY EndDate", "ContractTerm"));
    }

    [Fact]
    public async Task DraftOrder_CannotBeContracted()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var quote = await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(product)]));
        var order = await floor.Sales.OrderAsync(quote);

        Assert.Equal(
            "FIELD_CUSTOM_VALIDATION_EXCEPTION: Only an activated order can be contracted.",
            await floor.RefusedAsync($"sobjects/Order/{order}", """{"SBQQ__Contracted__c":true}""")
        );
    }
}
