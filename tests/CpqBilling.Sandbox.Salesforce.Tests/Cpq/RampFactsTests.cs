using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>Segments, and CPQ-11.</summary>
public sealed class RampFactsTests
{
    private static readonly string[] Segment =
    [
        "SBQQ__SegmentIndex__c",
        "Quantity",
        "UnitPrice",
        "SBQQ__ProrateMultiplier__c",
        "ServiceDate",
        "EndDate",
        "SBQQ__DimensionType__c",
    ];

    [Fact]
    public async Task YearlyRamp_ALineForEachYearWithItsOwnQuantityAndDiscount()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly() with { Segments = SegmentLength.Year });
        var line = new NewLine(product) { Segments = [new NewSegment(1), new NewSegment(2), new NewSegment(3, Discount: 10)] };

        var order = await floor.Sales.OrderAsync(
            await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 36, [line]))
        );

        Assert.Equal(
            ["1 1 1440 12 2024-01-15 2025-01-14 Year", "2 2 1440 12 2025-01-15 2026-01-14 Year", "3 3 1296 12 2026-01-15 2027-01-14 Year"],
            await floor.LinesAsync(order, Segment)
        );
        Assert.Equal(
            "Year  1,Year  2,Year  3",
            await floor.Org.ColumnAsync(
                "SELECT SBQQ__SegmentLabel__c FROM SBQQ__QuoteLine__c ORDER BY SBQQ__SegmentIndex__c",
                "SBQQ__SegmentLabel__c"
            )
        );
        Assert.Single((await floor.LinesAsync(order, "SBQQ__SegmentKey__c")).Distinct());
    }

    [Fact]
    public async Task QuarterlyRamp_FourQuartersOfThreeMonths()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly() with { Segments = SegmentLength.Quarter });

        var order = await floor.SoldAsync(product, start: "2023-12-06");

        Assert.Equal(
            [
                "1 1 360 3 2023-12-06 2024-03-05 Quarter",
                "2 1 360 3 2024-03-06 2024-06-05 Quarter",
                "3 1 360 3 2024-06-06 2024-09-05 Quarter",
                "4 1 360 3 2024-09-06 2024-12-05 Quarter",
            ],
            await floor.LinesAsync(order, Segment)
        );
    }

    [Fact]
    public async Task Cpq11_AmendmentStartDateOnTheContract_OffersRemainingSegmentsFromOne()
    {
        await using var floor = await OpenAsync();
        var contract = await RampContractAsync(floor);
        await floor.Org.SendAsync("PATCH", $"sobjects/Contract/{contract}", """{"SBQQ__AmendmentStartDate__c":"2025-01-15"}""");

        await floor.Org.SendAsync(
            "PATCH",
            $"/services/apexrest/SBQQ/ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid={contract}"
        );

        const string Offered = "FROM SBQQ__QuoteLine__c WHERE SBQQ__Quote__r.SBQQ__Type__c = 'Amendment' ORDER BY SBQQ__SegmentIndex__c";
        Assert.Equal("1,2", await floor.Org.ColumnAsync($"SELECT SBQQ__SegmentIndex__c {Offered}", "SBQQ__SegmentIndex__c"));
        Assert.Equal(
            "2025-01-15,2026-01-15",
            await floor.Org.ColumnAsync($"SELECT SBQQ__EffectiveStartDate__c {Offered}", "SBQQ__EffectiveStartDate__c")
        );
        Assert.Equal("Year  2,Year  3", await floor.Org.ColumnAsync($"SELECT SBQQ__SegmentLabel__c {Offered}", "SBQQ__SegmentLabel__c"));
    }

    [Fact]
    public async Task Cpq11_WithoutAmendmentStartDate_AllSegmentsAreOffered()
    {
        await using var floor = await OpenAsync();
        var contract = await RampContractAsync(floor);

        await floor.Org.SendAsync(
            "PATCH",
            $"/services/apexrest/SBQQ/ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractAmender&uid={contract}"
        );

        Assert.Equal(
            "1,2,3",
            await floor.Org.ColumnAsync(
                "SELECT SBQQ__SegmentIndex__c FROM SBQQ__QuoteLine__c WHERE SBQQ__Quote__r.SBQQ__Type__c = 'Amendment' ORDER BY SBQQ__SegmentIndex__c",
                "SBQQ__SegmentIndex__c"
            )
        );
    }

    [Fact]
    public async Task Cpq11_SomeSegmentsOnly_AreActivatedOnceIndexAndKeyAreCleared()
    {
        await using var floor = await OpenAsync();
        var contract = await RampContractAsync(floor);
        var product = (await floor.RowAsync("SELECT Id FROM Product2"))["Id"]!.ToString();

        var quote = await floor.Sales.QuoteAmendmentAsync(contract, Day("2025-01-15"), [new NewQuantity(product, 2, SegmentIndex: 1)]);
        var order = await floor.Sales.OrderAsync(quote);
        var line = Assert.Single(await floor.LinesAsync(order, "Id"));
        var refusal = await floor.RefusedAsync($"sobjects/Order/{order}", """{"Status":"Activated"}""");
        await floor.Org.SendAsync("PATCH", $"sobjects/OrderItem/{line}", """{"SBQQ__SegmentIndex__c":null,"SBQQ__SegmentKey__c":null}""");
        await floor.Sales.ActivateAsync(order);

        Assert.Equal(
            "FIELD_CUSTOM_VALIDATION_EXCEPTION: The order has only some of the segments of Seat. Order all of them or clear segment index and segment key.",
            refusal
        );
        Assert.Equal(["- 1 1440 12 2025-01-15 2026-01-14 Year"], await floor.LinesAsync(order, Segment));
    }

    [Fact]
    public async Task RampAmendedOnEverySegment_LinesReviseTheSegmentsLines()
    {
        await using var floor = await OpenAsync();
        var contract = await RampContractAsync(floor);
        var product = (await floor.RowAsync("SELECT Id FROM Product2"))["Id"]!.ToString();
        var initial = await floor.Org.ColumnAsync("SELECT Id FROM OrderItem ORDER BY ServiceDate", "Id");

        var order = await floor.Sales.AmendAsync(contract, Day("2024-01-15"), [new NewQuantity(product, 0)]);

        Assert.Equal(initial, string.Join(',', await floor.LinesAsync(order, "SBQQ__RevisedOrderProduct__c")));
        Assert.Equal(
            ["1 -1 Cancel", "2 -1 Cancel", "3 -1 Cancel"],
            await floor.LinesAsync(order, "SBQQ__SegmentIndex__c", "Quantity", "SBQQ__ContractAction__c")
        );
    }

    private static async Task<string> RampContractAsync(SalesFloor floor)
    {
        var product = await floor.Sales.CreateProductAsync(Monthly() with { Segments = SegmentLength.Year });
        return await floor.Sales.ContractAsync(await floor.SoldAsync(product, term: 36));
    }
}
