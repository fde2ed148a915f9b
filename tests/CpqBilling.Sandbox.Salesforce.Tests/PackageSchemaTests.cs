namespace CpqBilling.Sandbox.Salesforce.Tests;

public sealed class PackageSchemaTests
{
    [Theory]
    [InlineData("""{"Name__c":"C","Duration__c":"once"}""", "Fill either Amount Off or Percent Off.")]
    [InlineData("""{"Name__c":"C","Duration__c":"once","Amount_Off__c":5,"Percent_Off__c":5}""", "Fill only one of Amount Off and Percent Off.")]
    [InlineData("""{"Name__c":"C","Duration__c":"once","Percent_Off__c":101}""", "Percent Off must be more than 0 and at most 100.")]
    [InlineData("""{"Name__c":"C","Duration__c":"once","Amount_Off__c":0}""", "Amount Off must be more than 0.")]
    [InlineData("""{"Name__c":"C","Duration__c":"repeating","Percent_Off__c":5}""", "A repeating coupon needs a Duration in Months of 1 or more.")]
    [InlineData("""{"Name__c":"C","Duration__c":"once","Percent_Off__c":5,"Max_Redemptions__c":0}""", "Max Redemptions must be 1 or more.")]
    public async Task Coupon_IsHeldToThePackagesRules(string body, string message)
    {
        await using var org = await TestOrg.StartAsync();
        var (status, error) = await org.SendAsync("POST", "sobjects/Quote_Stripe_Coupon__c", body);
        Assert.Equal($"400 FIELD_CUSTOM_VALIDATION_EXCEPTION {message}", $"{status} {error![0]!["errorCode"]} {error[0]!["message"]}");
    }

    [Fact]
    public async Task CouponInStripe_KeepsItsDiscount()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Quote_Stripe_Coupon__c", """{"Name__c":"C","Duration__c":"once","Percent_Off__c":5}""");
        Assert.Equal(204, (await org.SendAsync("PATCH", "sobjects/Quote_Stripe_Coupon__c/" + id, """{"Percent_Off__c":6}""")).Status);
        Assert.Equal(204, (await org.SendAsync("PATCH", "sobjects/Quote_Stripe_Coupon__c/" + id, """{"Stripe_ID__c":"co_1"}""")).Status);
        var (_, error) = await org.SendAsync("PATCH", "sobjects/Quote_Stripe_Coupon__c/" + id, """{"Percent_Off__c":7}""");
        Assert.Equal(
            "This coupon is in Stripe, so its discount cannot change. Create another coupon instead.",
            error![0]!["message"]!.GetValue<string>()
        );
        Assert.Equal("6", await org.ColumnAsync("SELECT Percent_Off__c FROM Quote_Stripe_Coupon__c", "Percent_Off__c"));
    }

    [Fact]
    public async Task DashboardLink_FollowsTheStripeIdAndTheMode()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync("Account", """{"Name":"A"}""");
        Assert.Equal("null", await org.ColumnAsync("SELECT Stripe_Dashboard_Link__c FROM Account", "Stripe_Dashboard_Link__c"));
        await org.SendAsync("PATCH", "sobjects/Account/" + id, """{"Stripe_ID__c":"cus_1"}""");
        Assert.Equal(
            "https://dashboard.stripe.com/test/id/cus_1",
            await org.ColumnAsync("SELECT Stripe_Dashboard_Link__c FROM Account", "Stripe_Dashboard_Link__c")
        );
        await org.LoadAsync("""{ "Stripe_Connection__c": [{ "Id": "Stripe_Connection#1", "Is_Live_Mode__c": true }] }""");
        Assert.Equal(
            "https://dashboard.stripe.com/id/cus_1",
            await org.ColumnAsync("SELECT Stripe_Dashboard_Link__c FROM Account", "Stripe_Dashboard_Link__c")
        );
    }

    [Fact]
    public async Task SyncRecord_LinksItsRecords()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync("Sync_Record__c", """{"Primary_Record_ID__c":"801000000000000AAA"}""");
        Assert.Equal(
            "<a href=\"/801000000000000AAA\" target=\"_self\">801000000000000AAA</a>",
            await org.ColumnAsync("SELECT Primary_Record__c FROM Sync_Record__c", "Primary_Record__c")
        );
        Assert.Equal("SR-000001", await org.ColumnAsync("SELECT Name FROM Sync_Record__c"));
    }
}
