using CpqBilling.Sandbox.Salesforce.Cpq;
using static CpqBilling.Sandbox.Salesforce.Tests.Cpq.SalesFloor;

namespace CpqBilling.Sandbox.Salesforce.Tests.Cpq;

/// <summary>What our package's triggers do in the org.</summary>
public sealed class PackageTriggerTests
{
    [Fact]
    public async Task Activation_CopiesCouponsOfQuoteAndLine()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var line = new NewLine(product)
        {
            Coupons =
            [
                new NewCoupon("Line")
                {
                    AmountOff = 7,
                    Duration = "repeating",
                    DurationInMonths = 3,
                },
            ],
        };
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [line])
            {
                Coupons = [new NewCoupon("Quote") { PercentOff = 25, MaxRedemptions = 9 }],
            }
        );
        var order = await floor.Sales.OrderAsync(quote);
        Assert.Equal(0, (await floor.Org.QueryAsync("SELECT COUNT() FROM Order_Stripe_Coupon__c"))["totalSize"]!.GetValue<int>());

        await floor.Sales.ActivateAsync(order);

        var ofOrder = await floor.RowAsync(
            "SELECT Name__c, Percent_Off__c, Duration__c, Max_Redemptions__c, Order__c FROM Order_Stripe_Coupon__c WHERE Order__c != null"
        );
        Assert.Equal(
            $"Quote 25 once 9 {order}",
            string.Join(
                ' ',
                ofOrder["Name__c"],
                ofOrder["Percent_Off__c"],
                ofOrder["Duration__c"],
                ofOrder["Max_Redemptions__c"],
                ofOrder["Order__c"]
            )
        );
        var ofLine = await floor.RowAsync(
            "SELECT Name__c, Amount_Off__c, Duration__c, Duration_In_Months__c, Order_Item__r.OrderId, Quote_Stripe_Coupon_Id__c FROM Order_Stripe_Coupon__c WHERE Order_Item__c != null"
        );
        Assert.Equal(
            $"Line 7 repeating 3 {order}",
            string.Join(
                ' ',
                ofLine["Name__c"],
                ofLine["Amount_Off__c"],
                ofLine["Duration__c"],
                ofLine["Duration_In_Months__c"],
                ofLine["Order_Item__r"]!["OrderId"]
            )
        );
        Assert.Equal(
            (await floor.RowAsync("SELECT Id FROM Quote_Stripe_Coupon__c WHERE Name__c = 'Line'"))["Id"]!.ToString(),
            ofLine["Quote_Stripe_Coupon_Id__c"]!.ToString()
        );
    }

    [Fact]
    public async Task SecondActivation_CopiesNothingAgain()
    {
        await using var floor = await OpenAsync();
        var product = await floor.Sales.CreateProductAsync(Monthly());
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(product)])
            {
                Coupons = [new NewCoupon("Q") { PercentOff = 25 }],
            }
        );
        var order = await floor.Sales.OrderAsync(quote);

        await floor.Sales.ActivateAsync(order);
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"Status":"Draft"}""");
        await floor.Sales.ActivateAsync(order);

        Assert.Equal(1, (await floor.Org.QueryAsync("SELECT COUNT() FROM Order_Stripe_Coupon__c"))["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task AmountCouponInAnotherCurrency_IsRefused()
    {
        await using var floor = await OpenAsync(multiCurrency: true);
        var quote = await floor.Org.CreateAsync("SBQQ__Quote__c", """{"CurrencyIsoCode":"EUR"}""");
        var coupon = await floor.Org.CreateAsync("Quote_Stripe_Coupon__c", """{"Amount_Off__c":5,"Duration__c":"once","CurrencyIsoCode":"USD"}""");

        var (status, body) = await floor.Org.SendAsync(
            "POST",
            "sobjects/Quote_Stripe_Coupon_Association__c",
            $$"""{"Quote_Stripe_Coupon__c":"{{coupon}}","Quote__c":"{{quote}}","CurrencyIsoCode":"EUR"}"""
        );

        Assert.Equal((400, "The coupon is in USD and the quote in EUR. Choose a coupon in EUR."), (status, body![0]!["message"]!.ToString()));
    }

    [Fact]
    public async Task SuccessOfAPrimaryRecord_ResolvesItsEarlierErrors()
    {
        await using var floor = await OpenAsync();
        await floor.Org.CreateAsync("Sync_Record__c", Row("a", "b", "Error"));
        await floor.Org.CreateAsync("Sync_Record__c", Row("c", "d", "Error"));

        await floor.Org.CreateAsync("Sync_Record__c", Row("a", "a", "Success"));

        Assert.Equal(
            "Success,Resolved,Error",
            await floor.Org.ColumnAsync("SELECT Resolution_Status__c FROM Sync_Record__c ORDER BY Compound_ID__c", "Resolution_Status__c")
        );
    }

    [Fact]
    public async Task NewPrimaryStripeAccount_ClearsTheFormer()
    {
        await using var floor = await OpenAsync();
        await floor.Org.CreateAsync(
            "Stripe_Account__c",
            """{"Name":"One","Stripe_ID__c":"acct_1","External_ID__c":"acct_1|test","Is_Primary__c":true}"""
        );
        await floor.Org.CreateAsync(
            "Stripe_Account__c",
            """{"Name":"Two","Stripe_ID__c":"acct_2","External_ID__c":"acct_2|test","Is_Primary__c":true}"""
        );

        Assert.Equal("Two", await floor.Org.ColumnAsync("SELECT Name FROM Stripe_Account__c WHERE Is_Primary__c = true"));
    }

    private static string Row(string primary, string secondary, string status, string message = "") =>
        $$"""{"Compound_ID__c":"{{primary}}-{{secondary}}","Primary_Record_ID__c":"{{primary}}","Secondary_Record_ID__c":"{{secondary}}","Resolution_Status__c":"{{status}}","Resolution_Message__c":"{{message}}"}""";

    [Fact]
    public async Task ErrorOfAnOrder_HasItsCodeItsMoneyAndItsAge()
    {
        await using var floor = await OpenAsync();
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(await floor.Sales.CreateProductAsync(Monthly()))])
        );
        var order = await floor.Sales.OrderAsync(quote);
        var total = await floor.Org.ColumnAsync("SELECT TotalAmount FROM Order", "TotalAmount");
        await floor.Org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2024-03-01T12:00:00Z"}""");
        var row = await floor.Org.CreateAsync("Sync_Record__c", Row(order, order, "Error", "Enter a start date. (SYNC-1001)"));
        await floor.Org.SendAsync("POST", "/_sandbox/clock", """{"frozenAt":"2024-03-04T13:00:00Z"}""");
        await floor.Org.SendAsync("PATCH", $"sobjects/Sync_Record__c/{row}", """{"Resolution_Message__c":"Enter an end date. (SYNC-1002)"}""");

        var told = await floor.RowAsync("SELECT Error_Code__c, Error_Since__c, Order__c, Order_Amount__c, Days_Open__c FROM Sync_Record__c");
        Assert.Equal("SYNC-1002", told["Error_Code__c"]!.ToString());
        Assert.Equal("2024-03-01T12:00:00.000+0000", told["Error_Since__c"]!.ToString());
        Assert.Equal(order, told["Order__c"]!.ToString());
        Assert.Equal(total, told["Order_Amount__c"]!.ToString());
        Assert.Equal("3", told["Days_Open__c"]!.ToString());

        await floor.Org.SendAsync("PATCH", $"sobjects/Sync_Record__c/{row}", """{"Resolution_Status__c":"Success"}""");
        var settled = await floor.RowAsync("SELECT Error_Code__c, Error_Since__c, Days_Open__c FROM Sync_Record__c");
        Assert.Null(settled["Error_Code__c"]);
        Assert.Null(settled["Error_Since__c"]);
        Assert.Null(settled["Days_Open__c"]);
    }

    [Fact]
    public async Task SyncedOrder_LinksItsOpportunity()
    {
        await using var floor = await OpenAsync();
        var quote = await floor.Sales.QuoteAsync(
            new NewQuote(await floor.AccountAsync(), Day("2024-01-15"), 12, [new NewLine(await floor.Sales.CreateProductAsync(Monthly()))])
        );
        var order = await floor.Sales.OrderAsync(quote);
        await floor.Org.SendAsync("PATCH", $"sobjects/Order/{order}", """{"Stripe_ID__c":"sub_sched_1"}""");
        Assert.Equal("sub_sched_1", await floor.Org.ColumnAsync("SELECT Stripe_ID__c FROM Opportunity", "Stripe_ID__c"));
    }
}
