using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>CPQ-10 and CPQ-12, and the lines of evergreen products.</summary>
public sealed class EvergreenAndRenewalFactsTests
{
    private static readonly NewProduct Evergreen = new("Feed", "FEED", 120) { Kind = ProductKind.Evergreen };

    [Fact]
    public async Task EvergreenOrder_HasNoEnd_ContractNeither()
    {
        await using var floor = await OpenAsync();
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Evergreen), term: 1);
        await floor.Sales.ContractAsync(order);

        Assert.Equal(
            ["120 1 1 1 2024-01-15 - Evergreen"],
            await floor.LinesAsync(
                order,
                "UnitPrice",
                "SBQQ__ProrateMultiplier__c",
                "SBQQ__DefaultSubscriptionTerm__c",
                "SBQQ__SubscriptionTerm__c",
                "ServiceDate",
                "EndDate",
                "SBQQ__SubscriptionType__c"
            )
        );
        var contract = await floor.RowAsync("SELECT ContractTerm, EndDate FROM Contract");
        Assert.Null(contract["ContractTerm"]);
        Assert.Null(contract["EndDate"]);
    }

    [Fact]
    public async Task Cpq10_EvergreenQuantity_CanOnlyBecomeZero()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Evergreen);
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(product, 2, term: 1));

        var refusal = await Assert.ThrowsAsync<SalesRefusedException>(() =>
            floor.Sales.AmendAsync(contract, Day("2024-02-15"), [new NewQuantity(product, 3)])
        );
        var cancellation = await floor.Sales.CancelAsync(contract, Day("2024-02-15"));

        Assert.Equal("FIELD_CUSTOM_VALIDATION_EXCEPTION", refusal.Code);
        Assert.Equal(
            ["-2 120 2024-02-15 - Cancel"],
            await floor.LinesAsync(cancellation, "Quantity", "UnitPrice", "ServiceDate", "EndDate", "SBQQ__ContractAction__c")
        );
    }

    [Fact]
    public async Task Cpq12_Renewal_IsAnOpportunityAndAQuoteForTheNextTerm()
    {
        await using var floor = await OpenAsync();
        var contract = await floor.Sales.ContractAsync(await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly())));

        await floor.Org.SendAsync(
            "PATCH",
            $"/services/apexrest/SBQQ/ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractRenewer&uid={contract}"
        );

        var quote = await floor.RowAsync(
            "SELECT SBQQ__Account__c, SBQQ__StartDate__c, SBQQ__EndDate__c, SBQQ__SubscriptionTerm__c, SBQQ__RenewalTerm__c, SBQQ__MasterContract__c, SBQQ__Opportunity2__r.SBQQ__RenewedContract__c, SBQQ__Opportunity2__r.SBQQ__Renewal__c, SBQQ__Opportunity2__r.CloseDate FROM SBQQ__Quote__c WHERE SBQQ__Type__c = 'Renewal'"
        );
        var origin = await floor.RowAsync(
            "SELECT AccountId, SBQQ__RenewalQuoted__c, SBQQ__RenewalOpportunity__r.SBQQ__RenewedContract__c FROM Contract"
        );
        Assert.Equal(origin["AccountId"]!.ToString(), quote["SBQQ__Account__c"]!.ToString());
        Assert.Equal(("2025-01-15", "2026-01-14"), (quote["SBQQ__StartDate__c"]!.ToString(), quote["SBQQ__EndDate__c"]!.ToString()));
        Assert.Null(quote["SBQQ__SubscriptionTerm__c"]);
        Assert.Equal(12m, quote["SBQQ__RenewalTerm__c"]!.GetValue<decimal>());
        Assert.Null(quote["SBQQ__MasterContract__c"]);
        var opportunity = quote["SBQQ__Opportunity2__r"]!;
        Assert.Equal(
            (contract, "true", "2025-01-14"),
            (
                opportunity["SBQQ__RenewedContract__c"]!.ToString(),
                opportunity["SBQQ__Renewal__c"]!.ToJsonString(),
                opportunity["CloseDate"]!.ToString()
            )
        );
        Assert.Equal("true", origin["SBQQ__RenewalQuoted__c"]!.ToJsonString());
        Assert.Equal(contract, origin["SBQQ__RenewalOpportunity__r"]!["SBQQ__RenewedContract__c"]!.ToString());
    }

    [Fact]
    public async Task RenewalOrder_RevisesTheOldLines_AndMakesASecondContract()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var order = await floor.SoldAsync(product, 2);
        var oldLine = Assert.Single(await floor.LinesAsync(order, "Id"));

        var renewal = await floor.Sales.RenewAsync(await floor.Sales.ContractAsync(order), 24);
        var second = await floor.Sales.ContractAsync(renewal);
        var amendment = await floor.Sales.AmendAsync(second, Day("2025-04-15"), [new NewQuantity(product, 3)]);

        Assert.Equal(["2 2880 24 2027-01-14"], await floor.LinesAsync(renewal, "Quantity", "UnitPrice", "SBQQ__ProrateMultiplier__c", "EndDate"));
        Assert.Equal([$"Renew {oldLine}"], await floor.LinesAsync(renewal, "SBQQ__ContractAction__c", "SBQQ__RevisedOrderProduct__c"));
        var renewedLine = Assert.Single(await floor.LinesAsync(renewal, "Id"));
        Assert.Equal([$"1 {renewedLine}"], await floor.LinesAsync(amendment, "Quantity", "SBQQ__RevisedOrderProduct__c"));
        Assert.Equal("2025-01-14,2027-01-14", await floor.Org.ColumnAsync("SELECT EndDate FROM Contract ORDER BY EndDate", "EndDate"));
    }
}
