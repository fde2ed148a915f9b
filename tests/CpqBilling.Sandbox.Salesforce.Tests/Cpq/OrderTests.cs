using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>Orders made from quotes, their activation, and what stays closed afterwards.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task OrderOfAQuote_TakesOverWhatTheQuoteSays()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-02-01"), 6, [new NewLine(product, 2) { ListPrice = 150, Discount = 20 }])
            {
                PaymentTerms = "Net 45",
            }
        );

        var order = await floor.Sales.OrderAsync(quote);

        var row = await floor.RowAsync(
            "SELECT Status, StatusCode, Type, EffectiveDate, EndDate, SBQQ__PaymentTerm__c, SBQQ__Quote__c, TotalAmount, Account.Name, Opportunity.StageName, Pricebook2.IsStandard FROM Order"
        );
        Assert.Equal(
            "Draft D New 2024-02-01  Net 45 1440.0",
            string.Join(
                ' ',
                row["Status"],
                row["StatusCode"],
                row["Type"],
                row["EffectiveDate"],
                row["EndDate"],
                row["SBQQ__PaymentTerm__c"],
                row["TotalAmount"]
            )
        );
        Assert.Equal(
            (quote, "Acme", "Closed Won", "true"),
            (
                row["SBQQ__Quote__c"]!.ToString(),
                row["Account"]!["Name"]!.ToString(),
                row["Opportunity"]!["StageName"]!.ToString(),
                row["Pricebook2"]!["IsStandard"]!.ToJsonString()
            )
        );
        // 150 a month less 20 % for six months.
        Assert.Equal(
            ["720 120 150 6 120 1440"],
            await floor.LinesAsync(
                order,
                "UnitPrice",
                "ListPrice",
                "SBQQ__QuotedListPrice__c",
                "SBQQ__ProrateMultiplier__c",
                "SBQQ__UnproratedNetPrice__c",
                "TotalPrice"
            )
        );
    }

    [Fact]
    public async Task QuoteNotPrimary_CannotBeOrdered()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var quote = await floor.Sales.QuoteAsync(new NewQuote(await floor.AccountAsync(), Day("2024-02-01"), 6, [new NewLine(product)]));
        await floor.Org.SendAsync("PATCH", $"sobjects/SBQQ__Quote__c/{quote}", """{"SBQQ__Primary__c":false}""");

        Assert.Contains("primary", await floor.RefusedAsync($"sobjects/SBQQ__Quote__c/{quote}", """{"SBQQ__Ordered__c":true}"""));
        Assert.Equal(0, (await floor.Org.QueryAsync("SELECT COUNT() FROM Order"))["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task Bundle_LinesRequireTheOrderLineOfTheirBundle()
    {
        await using var floor = await OpenAsync();
        var (bundle, part) = (await floor.Sales.CreateProductAsync(Monthly("Bundle")), await floor.Sales.CreateProductAsync(Monthly("Part")));
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(bundle), new NewLine(part) { RequiredBy = 0 }])
        );

        var order = await floor.Sales.OrderAsync(quote);

        Assert.Equal(["Bundle -", "Part Bundle"], await floor.LinesAsync(order, "Product2.Name", "SBQQ__RequiredBy__r.Product2.Name"));
    }

    [Fact]
    public async Task TieredProduct_SchedulesAndRatesAreCopied_LaterPricesDoNotReachTheOrder()
    {
        await using var floor = await OpenAsync();
        var usage = new NewUsageSchedule("Range", [new NewRate(1, 2, 10), new NewRate(2, 10, 20), new NewRate(10, null, 30)]);
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly() with { Usage = usage }));
        var rate = (await floor.RowAsync("SELECT Id FROM ConsumptionRate WHERE ProcessingOrder = 3"))["Id"];
        await floor.Org.SendAsync("PATCH", $"sobjects/ConsumptionRate/{rate}", """{"Price":99}""");

        var line = await floor.RowAsync(
            $"SELECT (SELECT SBQQ__Type__c, SBQQ__RatingMethod__c, SBQQ__BillingTerm__c, SBQQ__BillingTermUnit__c, SBQQ__Category__c FROM SBQQ__OrderItemConsumptionSchedules__r) FROM OrderItem WHERE OrderId = '{order}'"
        );
        var schedule = Assert.Single(line["SBQQ__OrderItemConsumptionSchedules__r"]!["records"]!.AsArray())!;
        Assert.Equal(
            "Range Tier 12 Month Rates",
            string.Join(
                ' ',
                schedule["SBQQ__Type__c"],
                schedule["SBQQ__RatingMethod__c"],
                schedule["SBQQ__BillingTerm__c"],
                schedule["SBQQ__BillingTermUnit__c"],
                schedule["SBQQ__Category__c"]
            )
        );
        const string Rates = "FROM SBQQ__OrderItemConsumptionRate__c ORDER BY SBQQ__ProcessingOrder__c";
        Assert.Equal("1,2,10", await floor.Org.ColumnAsync($"SELECT SBQQ__LowerBound__c {Rates}", "SBQQ__LowerBound__c"));
        Assert.Equal("2,10,null", await floor.Org.ColumnAsync($"SELECT SBQQ__UpperBound__c {Rates}", "SBQQ__UpperBound__c"));
        Assert.Equal("10,20,30", await floor.Org.ColumnAsync($"SELECT SBQQ__Price__c {Rates}", "SBQQ__Price__c"));
    }

    [Fact]
    public async Task Activation_StampsOrderAndLines()
    {
        await using var floor = await OpenAsync();
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));

        var row = await floor.RowAsync("SELECT Status, StatusCode, ActivatedDate FROM Order");

        Assert.Equal("Activated A 2024-01-15T12:00:00.000+0000", string.Join(' ', row["Status"], row["StatusCode"], row["ActivatedDate"]));
        Assert.Equal(["true"], await floor.LinesAsync(order, "SBQQ__Activated__c"));
    }

    [Fact]
    public async Task OrderWithoutLines_CannotBeActivated_NorBeBornActivated()
    {
        await using var floor = await OpenAsync();
        var account = await floor.AccountAsync();
        var order = await floor.Org.CreateAsync("Order", $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-01-15","Status":"Draft"}""");

        Assert.StartsWith("FAILED_ACTIVATION", await floor.RefusedAsync($"sobjects/Order/{order}", """{"Status":"Activated"}"""));
        var (status, body) = await floor.Org.SendAsync(
            "POST",
            "sobjects/Order",
            $$"""{"AccountId":"{{account}}","EffectiveDate":"2024-01-15","Status":"Activated"}"""
        );
        Assert.Equal((400, "FAILED_ACTIVATION"), (status, body![0]!["errorCode"]!.ToString()));
    }

    [Fact]
    public async Task ActivatedOrder_TakesOurFieldsFromTheIntegrationUser_NothingThatWasSold()
    {
        await using var floor = await OpenAsync();
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));
        var line = Assert.Single(await floor.LinesAsync(order, "Id"));

        Assert.Equal(204, (await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"Stripe_ID__c":"sub_sched_1"}""")).Status);
        Assert.Equal(
            204,
            (await floor.Org.SendAsync("PATCH", $"sobjects/OrderItem/{line}", """{"Stripe_ID__c":"price_1","Skip_Line_Item__c":true}""")).Status
        );
        Assert.StartsWith("FIELD_INTEGRITY_EXCEPTION", await floor.RefusedAsync($"sobjects/OrderItem/{line}", """{"Quantity":2}"""));
        Assert.StartsWith("FIELD_INTEGRITY_EXCEPTION", await floor.RefusedAsync($"sobjects/OrderItem/{line}", """{"UnitPrice":2}"""));
        Assert.Equal(400, (await floor.Org.SendAsync("DELETE", $"sobjects/OrderItem/{line}")).Status);
        Assert.Equal(400, (await floor.Org.SendAsync("DELETE", $"sobjects/Order/{order}")).Status);
        var entry = (await floor.RowAsync("SELECT Id FROM PricebookEntry"))["Id"];
        var (status, body) = await floor.Org.SendAsync(
            "POST",
            "sobjects/OrderItem",
            $$"""{"OrderId":"{{order}}","PricebookEntryId":"{{entry}}","Quantity":1,"UnitPrice":1}"""
        );
        Assert.Equal((400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"), (status, body![0]!["errorCode"]!.ToString()));
    }

    [Fact]
    public async Task ActivatedOrder_IsClosedToUsersWithoutThePermission()
    {
        await using var floor = await OpenAsync();
        var order = await floor.SoldAsync(await floor.Sales.CreateProductAsync(Monthly()));
        await floor.Org.SendAsync("POST", "/_sandbox/clients", """{"id":"sales","secret":"s","username":"sales@cpqbilling.test"}""");
        var (_, login) = await floor.Org.FormAsync("/services/oauth2/token", "grant_type=client_credentials&client_id=sales&client_secret=s");
        floor.Org.Http.DefaultRequestHeaders.Authorization = new("Bearer", login!["access_token"]!.ToString());

        Assert.StartsWith(
            "INSUFFICIENT_ACCESS_OR_READONLY",
            await floor.RefusedAsync($"sobjects/Order/{order}", """{"Stripe_ID__c":"sub_sched_1"}""")
        );
    }

    [Fact]
    public async Task MultiCurrencyOrg_QuoteAndOrderAreInTheCurrencyOfTheQuote()
    {
        await using var floor = await OpenAsync(multiCurrency: true);
        var product = await floor.Sales.CreateProductAsync(Monthly() with { CurrencyIsoCode = "USD" });
        await floor.Sales.AddPriceAsync(product, 100, "EUR");
        var account = await floor.Sales.CreateAccountAsync(new NewAccount("Acme") { CurrencyIsoCode = "EUR" });

        var order = await floor.Sales.OrderAsync(
            await floor.Sales.QuoteAsync(new NewQuote(account, Day("2024-01-15"), 12, [new NewLine(product)]) { CurrencyIsoCode = "EUR" })
        );

        Assert.Equal(["1200 EUR"], await floor.LinesAsync(order, "UnitPrice", "CurrencyIsoCode"));
        Assert.Equal("EUR", (await floor.RowAsync("SELECT CurrencyIsoCode FROM Order"))["CurrencyIsoCode"]!.ToString());
    }
}
