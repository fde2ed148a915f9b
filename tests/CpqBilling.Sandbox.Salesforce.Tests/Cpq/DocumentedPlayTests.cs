using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>Situations that the help pages and courses of Salesforce CPQ tell with their results.</summary>
public sealed class DocumentedPlayTests
{
    [Fact]
    public async Task LinesOwnTerm_IsHalfAYearOfATwelveMonthProduct()
    {
        await using var floor = await OpenAsync();
        var (quote, line) = await DraftAsync(floor, Yearly());
        await floor.Org.SendAsync("PATCH", $"sobjects/SBQQ__QuoteLine__c/{line}", """{"SBQQ__SubscriptionTerm__c":6}""");
        var order = await floor.Sales.OrderAsync(quote);
        Assert.Equal(
            ["0.5 60 2024-07-14 6"],
            await floor.LinesAsync(order, "SBQQ__ProrateMultiplier__c", "UnitPrice", "EndDate", "SBQQ__SubscriptionTerm__c")
        );
    }

    [Fact]
    public async Task TwoEndDates_AreTwoContractsUnlessOneIsAskedFor()
    {
        await using var floor = await OpenAsync();
        Assert.Equal(["2024-07-14 6", "2025-01-14 12"], await ContractsAsync(floor, await TwoEndsAsync(floor), "{}"));
        Assert.Equal(
            ["2025-01-14 12"],
            await ContractsAsync(floor, await TwoEndsAsync(floor), """{"SBQQ__ContractingMethod__c":"Single Contract"}""")
        );
    }

    [Fact]
    public async Task ProductsThatAskForIt_HaveNoContractOrOneOfTheirOwn()
    {
        await using var floor = await OpenAsync();
        var order = await OrderOfAsync(floor, Yearly("A"), Yearly("B"), Yearly("C"));
        await MethodAsync(floor, order, "B", "Do Not Contract");
        await MethodAsync(floor, order, "C", "Contract Separately");
        Assert.Equal(["2025-01-14 12", "2025-01-14 12"], await ContractsAsync(floor, order, "{}"));
        Assert.Equal(
            "A,C",
            await floor.Org.ColumnAsync(
                $"SELECT Product2.Name FROM OrderItem WHERE OrderId = '{order}' AND SBQQ__Contract__c != null ORDER BY Product2.Name",
                "Product2.Name"
            )
        );
    }

    [Fact]
    public async Task RenewableAndEvergreen_AreContractedApart()
    {
        await using var floor = await OpenAsync();
        var order = await OrderOfAsync(floor, Yearly(), Monthly("Support") with { Kind = ProductKind.Evergreen });
        Assert.Equal(["2025-01-14 12", "null null"], await ContractsAsync(floor, order, "{}"));
    }

    [Fact]
    public async Task LineThatStartsLater_LeavesTheContractItsStart()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Yearly());
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(product) { StartDate = Day("2024-04-15") }])
        );
        var order = await floor.Sales.OrderAsync(quote);
        Assert.Equal(["0.75 90 2024-04-15"], await floor.LinesAsync(order, "SBQQ__ProrateMultiplier__c", "UnitPrice", "ServiceDate"));
        await floor.Sales.ActivateAsync(order);
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__Contracted__c":true}""");
        Assert.Equal("2024-01-15", await floor.Org.ColumnAsync("SELECT StartDate FROM Contract", "StartDate"));
        Assert.Equal("12", await floor.Org.ColumnAsync("SELECT ContractTerm FROM Contract", "ContractTerm"));
        Assert.Equal("2025-01-14", await floor.Org.ColumnAsync("SELECT EndDate FROM Contract", "EndDate"));
    }

    [Fact]
    public async Task AmendmentBeforeTheContract_IsRefused()
    {
        await using var floor = await OpenAsync();
        var contract = await ContractedAsync(floor, await floor.SoldAsync(await floor.Sales.CreateProductAsync(Yearly())));
        var quote = await floor.Sales.QuoteAmendmentAsync(contract, Day("2024-03-15"));
        var (status, error) = await floor.Org.SendAsync("PATCH", $"sobjects/SBQQ__Quote__c/{quote}", """{"SBQQ__StartDate__c":"2024-01-14"}""");
        Assert.Equal("400 The start date of an amendment must be on or after the start date of the contract.", $"{status} {error![0]!["message"]}");
    }

    [Fact]
    public async Task AmendedLines_KeepStartsThatComeLaterAndEndsThatComeEarlier()
    {
        await using var floor = await OpenAsync();
        var (early, late) = (await floor.Sales.CreateProductAsync(Yearly("Early")), await floor.Sales.CreateProductAsync(Yearly("Late")));
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(
                await floor.AccountAsync(),
                Day("2024-01-15"),
                12,
                [new NewLine(early) { EndDate = Day("2024-10-14") }, new NewLine(late) { StartDate = Day("2024-07-15") }]
            )
        );
        var order = await floor.Sales.OrderAsync(quote);
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__ContractingMethod__c":"Single Contract"}""");
        await floor.Sales.ActivateAsync(order);
        var contract = await ContractedAsync(floor, order);

        var amendment = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(early, 2), new NewQuantity(late, 2)]);

        Assert.Equal(
            ["Early 2024-04-15 2024-10-14 0.5", "Late 2024-07-15 2025-01-14 0.5"],
            await floor.LinesAsync(amendment, "Product2.Name", "ServiceDate", "EndDate", "SBQQ__ProrateMultiplier__c")
        );
    }

    [Fact]
    public async Task SubscriptionThatEnded_IsNotOfferedByTheAmendment()
    {
        await using var floor = await OpenAsync();
        var order = await TwoEndsAsync(floor);
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__ContractingMethod__c":"Single Contract"}""");
        await floor.Sales.ActivateAsync(order);
        var contract = await ContractedAsync(floor, order);
        await floor.Org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2024-08-01T12:00:00Z"}""");
        var quote = await floor.Sales.QuoteAmendmentAsync(contract, Day("2024-08-15"));
        Assert.Equal(
            "Long",
            await floor.Org.ColumnAsync(
                $"SELECT SBQQ__Product__r.Name FROM SBQQ__QuoteLine__c WHERE SBQQ__Quote__c = '{quote}'",
                "SBQQ__Product__r.Name"
            )
        );
    }

    [Fact]
    public async Task CancelledSubscription_KnowsFromWhenOn()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Yearly());
        var contract = await ContractedAsync(floor, await floor.SoldAsync(product));
        var cancellation = await floor.Sales.CancelAsync(contract, Day("2024-04-15"));
        await ContractedAsync(floor, cancellation);
        Assert.Equal(
            "2024-04-15",
            await floor.Org.ColumnAsync(
                "SELECT SBQQ__TerminatedDate__c FROM SBQQ__Subscription__c WHERE SBQQ__RevisedSubscription__c = null",
                "SBQQ__TerminatedDate__c"
            )
        );
    }

    [Fact]
    public async Task TenPercentOfAThousand_IsAHundred()
    {
        await using var floor = await OpenAsync();
        var server = await floor.Sales.CreateProductAsync(new NewProduct("Server", "SRV", 500) { Kind = ProductKind.OneTime });
        var care = await floor.Sales.CreateProductAsync(Yearly("Care", 7));
        await floor.Org.SendAsync(
            "PATCH",
            $"sobjects/Product2/{care}",
            """{"SBQQ__SubscriptionPricing__c":"Percent Of Total","SBQQ__SubscriptionPercent__c":10}"""
        );
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(care), new NewLine(server, 2)])
        );
        var order = await floor.Sales.OrderAsync(quote);
        Assert.Equal(["Care 100", "Server 500"], await floor.LinesAsync(order, "Product2.Name", "UnitPrice"));
    }

    [Fact]
    public async Task ThirtyNineMonthsByYear_AreFourSegmentsMadeByCpq()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Yearly() with { Segments = SegmentLength.Year });
        var quote = await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 39, []));
        await floor.Org.CreateAsync(
            "SBQQ__QuoteLine__c",
            $$"""{"SBQQ__Quote__c":"{{quote}}","SBQQ__Product__c":"{{product}}","SBQQ__Quantity__c":1}"""
        );
        var order = await floor.Sales.OrderAsync(quote);
        Assert.Equal(
            ["1 2024-01-15 2025-01-14 1", "2 2025-01-15 2026-01-14 1", "3 2026-01-15 2027-01-14 1", "4 2027-01-15 2027-04-14 0.25"],
            await floor.LinesAsync(order, "SBQQ__SegmentIndex__c", "ServiceDate", "EndDate", "SBQQ__ProrateMultiplier__c")
        );
    }

    [Fact]
    public async Task AmendedBundle_KeepsWhatRequiresIt()
    {
        await using var floor = await OpenAsync();
        var (bundle, part) = (await floor.Sales.CreateProductAsync(Yearly("Bundle")), await floor.Sales.CreateProductAsync(Yearly("Part")));
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(bundle), new NewLine(part) { RequiredBy = 0 }])
        );
        var order = await floor.Sales.OrderAsync(quote);
        await floor.Sales.ActivateAsync(order);
        var contract = await ContractedAsync(floor, order);
        var amendment = await floor.Sales.AmendAsync(contract, Day("2024-04-15"), [new NewQuantity(bundle, 2), new NewQuantity(part, 2)]);
        Assert.Equal(["Bundle -", "Part Bundle"], await floor.LinesAsync(amendment, "Product2.Name", "SBQQ__RequiredBy__r.Product2.Name"));
    }

    [Fact]
    public async Task OneTimeProductContracted_IsAnAsset()
    {
        await using var floor = await OpenAsync();
        var order = await OrderOfAsync(floor, Yearly(), new NewProduct("Server", "SRV", 500) { Kind = ProductKind.OneTime });
        await floor.Sales.ActivateAsync(order);
        await ContractedAsync(floor, order);
        var asset = await floor.RowAsync("SELECT Name, Quantity, Price, PurchaseDate FROM Asset");
        Assert.Equal("Server 1 500 2024-01-15", $"{asset["Name"]} {asset["Quantity"]} {asset["Price"]} {asset["PurchaseDate"]}");
    }

    [Fact]
    public async Task OpportunityOrdered_OrdersItsPrimaryQuote()
    {
        await using var floor = await OpenAsync();
        await DraftAsync(floor, Yearly());
        var opportunity = await floor.Org.ColumnAsync("SELECT Id FROM Opportunity", "Id");
        Assert.Equal(204, (await floor.Org.SendAsync("PATCH", $"sobjects/Opportunity/{opportunity}", """{"SBQQ__Ordered__c":true}""")).Status);
        Assert.Equal("Draft", await floor.Org.ColumnAsync("SELECT Status FROM Order", "Status"));
    }

    [Fact]
    public async Task RenewalForecastAndQuoted_MakeOneOpportunityAndItsQuote()
    {
        await using var floor = await OpenAsync();
        var contract = await ContractedAsync(floor, await floor.SoldAsync(await floor.Sales.CreateProductAsync(Yearly())));
        await floor.Org.SendAsync("PATCH", $"sobjects/Contract/{contract}", """{"SBQQ__RenewalForecast__c":true}""");
        Assert.Equal("2025-01-14", await floor.Org.ColumnAsync("SELECT CloseDate FROM Opportunity WHERE SBQQ__Renewal__c = true", "CloseDate"));
        await floor.Org.SendAsync("PATCH", $"sobjects/Contract/{contract}", """{"SBQQ__RenewalQuoted__c":true}""");
        Assert.Equal("1", (await floor.Org.QueryAsync("SELECT COUNT() FROM Opportunity WHERE SBQQ__Renewal__c = true"))["totalSize"]!.ToString());
        var quote = await floor.RowAsync("SELECT SBQQ__StartDate__c, SBQQ__EndDate__c FROM SBQQ__Quote__c WHERE SBQQ__Type__c = 'Renewal'");
        Assert.Equal("2025-01-15 2026-01-14", $"{quote["SBQQ__StartDate__c"]} {quote["SBQQ__EndDate__c"]}");
    }

    private static async Task<(string Quote, string Line)> DraftAsync(SalesFloor floor, NewProduct product)
    {
        var id = await floor.Sales.CreateProductAsync(product);
        var quote = await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(id)]));
        return (quote, await floor.Org.ColumnAsync($"SELECT Id FROM SBQQ__QuoteLine__c WHERE SBQQ__Quote__c = '{quote}'", "Id"));
    }

    private static async Task<string> OrderOfAsync(SalesFloor floor, params NewProduct[] products)
    {
        var lines = new List<NewLine>();
        foreach (var product in products)
            lines.Add(new NewLine(await floor.Sales.CreateProductAsync(product)));
        return await floor.Sales.OrderAsync(await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, lines)));
    }

    private static async Task<string> TwoEndsAsync(SalesFloor floor)
    {
        var (brief, full) = (await floor.Sales.CreateProductAsync(Yearly("Short")), await floor.Sales.CreateProductAsync(Yearly("Long")));
        return await floor.Sales.OrderAsync(
            await floor.Sales.QuoteAsync(
                new NewQuote(
                    await floor.AccountAsync(),
                    Day("2024-01-15"),
                    12,
                    [new NewLine(brief) { EndDate = Day("2024-07-14") }, new NewLine(full)]
                )
            )
        );
    }

    private static async Task MethodAsync(SalesFloor floor, string order, string product, string method)
    {
        var line = await floor.Org.ColumnAsync($"SELECT Id FROM OrderItem WHERE OrderId = '{order}' AND Product2.Name = '{product}'", "Id");
        var body = new JsonObject { ["SBQQ__ContractingMethod__c"] = method }.ToJsonString();
        Assert.Equal(204, (await floor.Org.SendAsync("PATCH", $"sobjects/OrderItem/{line}", body)).Status);
    }

    /// <summary>The contracts that an order makes, each as end and term, the earlier end first.</summary>
    private static async Task<string[]> ContractsAsync(SalesFloor floor, string order, string change)
    {
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", change);
        await floor.Sales.ActivateAsync(order);
        var (status, error) = await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__Contracted__c":true}""");
        Assert.True(status == 204, error?.ToJsonString());
        var made = await floor.Org.QueryAsync(
            $"SELECT EndDate, ContractTerm FROM Contract WHERE SBQQ__Order__c = '{order}' ORDER BY EndDate NULLS LAST"
        );
        return [.. made["records"]!.AsArray().Select(row => $"{row!["EndDate"]?.ToString() ?? "null"} {row["ContractTerm"]?.ToString() ?? "null"}")];
    }

    private static async Task<string> ContractedAsync(SalesFloor floor, string order)
    {
        var (status, error) = await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"SBQQ__Contracted__c":true}""");
        Assert.True(status == 204, error?.ToJsonString());
        return await floor.Org.ColumnAsync($"SELECT Id FROM Contract WHERE SBQQ__Order__c = '{order}'", "Id");
    }
}
