using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using NodaTime;

namespace CpqBilling.Salesforce.Tests.Sandbox;

/// <summary>The adapter against the embedded org, over HTTP.</summary>
public sealed class SandboxOrgTests
{
    /// <summary>An order and its amendment, a metered line, a coupon on the line and one on the order.</summary>
    private const string Contract = """
        {"salesforce": {
          "Account": [{"Id": "Account#1", "Name": "Acme"}],
          "Product2": [{"Id": "Product2#1", "Name": "Seats", "IsActive": true}],
          "Pricebook2": [{"Id": "Pricebook2#1", "Name": "Book", "IsStandard": true}],
          "PricebookEntry": [{"Id": "PricebookEntry#1", "Pricebook2Id": "Pricebook2#1", "Product2Id": "Product2#1", "UnitPrice": 120, "IsActive": true}],
          "Opportunity": [{"Id": "Opportunity#1", "Name": "First"}, {"Id": "Opportunity#2", "Name": "More", "SBQQ__AmendedContract__c": "Contract#1"}],
          "Contract": [{"Id": "Contract#1", "AccountId": "Account#1", "SBQQ__Quote__c": "Quote#1"}],
          "SBQQ__Quote__c": [{"Id": "Quote#1"}, {"Id": "Quote#2"}],
          "SBQQ__QuoteLine__c": [{"Id": "QuoteLine#1", "SBQQ__Quote__c": "Quote#1"}],
          "Order": [
            {"Id": "Order#1", "AccountId": "Account#1", "EffectiveDate": "2026-01-01", "OpportunityId": "Opportunity#1", "SBQQ__Quote__c": "Quote#1", "Status": "Activated",
             "SBQQ__Contracted__c": true, "CreatedDate": "2026-01-01T10:00:00.000+0000", "LastModifiedDate": "2026-01-01T10:00:00.000+0000"},
            {"Id": "Order#2", "AccountId": "Account#1", "EffectiveDate": "2026-01-01", "OpportunityId": "Opportunity#2", "SBQQ__Quote__c": "Quote#2", "Status": "Draft",
             "CreatedDate": "2026-02-01T10:00:00.000+0000", "LastModifiedDate": "2026-02-01T10:00:00.000+0000"}],
          "OrderItem": [
            {"Id": "OrderItem#1", "OrderId": "Order#1", "PricebookEntryId": "PricebookEntry#1", "Product2Id": "Product2#1", "Quantity": 1,
             "UnitPrice": 1440, "SBQQ__QuoteLine__c": "QuoteLine#1"},
            {"Id": "OrderItem#2", "OrderId": "Order#2", "PricebookEntryId": "PricebookEntry#1", "Product2Id": "Product2#1", "Quantity": 2,
             "UnitPrice": 720, "SBQQ__RevisedOrderProduct__c": "OrderItem#1"}],
          "ConsumptionSchedule": [{"Id": "ConsumptionSchedule#1", "Name": "Usage", "IsActive": true, "Type": "Range", "NumberOfRates": 2}],
          "ConsumptionRate": [
            {"Id": "ConsumptionRate#1", "ConsumptionScheduleId": "ConsumptionSchedule#1", "ProcessingOrder": 2, "LowerBound": 10, "Price": 2, "PricingMethod": "PerUnit"},
            {"Id": "ConsumptionRate#2", "ConsumptionScheduleId": "ConsumptionSchedule#1", "ProcessingOrder": 1, "LowerBound": 1, "UpperBound": 10, "Price": 3, "PricingMethod": "PerUnit"}],
          "ProductConsumptionSchedule": [{"Id": "ProductConsumptionSchedule#1", "ProductId": "Product2#1", "ConsumptionScheduleId": "ConsumptionSchedule#1"}],
          "Quote_Stripe_Coupon__c": [{"Id": "Quote_Stripe_Coupon#1", "Name__c": "Ten off", "Amount_Off__c": 10, "Duration__c": "once"}],
          "Quote_Line_Stripe_Coupon_Association__c": [
            {"Id": "Quote_Line_Stripe_Coupon_Association#1", "Quote_Line__c": "QuoteLine#1", "Quote_Stripe_Coupon__c": "Quote_Stripe_Coupon#1"}],
          "Order_Stripe_Coupon__c": [
            {"Id": "Order_Stripe_Coupon#1", "Order_Item__c": "OrderItem#1", "Name__c": "Ten off", "Amount_Off__c": 10, "Duration__c": "once",
             "Quote_Stripe_Coupon_Id__c": "Quote_Stripe_Coupon#1"}]
        }}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Amendment_BringsTheInitialOrderWithItsLinesCouponsAndRates()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);

        var loaded = await LoadAsync(org, "Order#2");

        Assert.Equal(3, loaded.Calls);
        Assert.Equal([org.Id("Order#1")], loaded.EligibleOrderIds);
        Assert.Equal(2, loaded.Records.OfType("OrderItem").Count());
        Assert.Equal([org.Id("ConsumptionRate#2"), org.Id("ConsumptionRate#1")], loaded.Records.OfType("ConsumptionRate").Select(rate => rate.Id));
        Assert.Equal("Ten off", loaded.Records.Find(org.Id("Quote_Stripe_Coupon#1"))?.Text("Name__c"));
        Assert.Single(loaded.Records.OfType("Quote_Line_Stripe_Coupon_Association__c"));
        Assert.Equal(org.Id("Order#1"), loaded.Records.Find(org.Id("OrderItem#1"))?.Text("OrderId"));
    }

    [Fact]
    public async Task FilterOfItsOwn_IsEvaluatedBySalesforce()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);

        var load = await new ContractLoader(org.Session).LoadAsync(
            new LoadRequest(org.Id("Order#1")) { OrderFilter = "Status = 'Draft'" },
            Cancellation
        );

        Assert.Equal([org.Id("Order#2")], Assert.IsType<ContractLoaded>(load).EligibleOrderIds);
    }

    [Fact]
    public async Task Results_AreWritten_AndWrittenAgainWithoutDuplicates()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);
        var order = org.Id("Order#1");
        var account = org.Id("Account#1");
        var writes = new ResolvedWriteBack(
            [
                new("Order", order, "Stripe_ID__c", "sub_sched_1"),
                new("Account", account, "Stripe_ID__c", "cus_1"),
                new("Account", "001000000000999AAA", "Stripe_ID__c", "cus_2"),
            ],
            [new(new("Order", order), new("Order", order), SyncStatus.Success, "Synced.")]
        );

        var first = await new ResultWriter(org.Session).WriteAsync(writes, Cancellation);
        var second = await new ResultWriter(org.Session).WriteAsync(writes, Cancellation);

        Assert.Equal((1, 1), (first.Calls, second.Calls));
        Assert.Equal(
            ["Account 001000000000999AAA: INVALID_CROSS_REFERENCE_KEY"],
            first.Refused.Select(error => $"{error.Record.Type} {error.Record.Id}: {error.UpstreamCode}")
        );
        var read = await new RecordReader(org.Session).ReadAsync(new("Account", account), new RecordRequest(FieldMappings.None), Cancellation);
        Assert.Equal("cus_1", Assert.IsType<SalesforceAnswer<RecordGraph>.Found>(read).Value.Find(account)?.Text("Stripe_ID__c"));
        var count = await org.Session.SendAsync(
            HttpMethod.Get,
            "query?q=" + Uri.EscapeDataString("SELECT Id FROM Sync_Record__c"),
            null,
            Cancellation
        );
        Assert.Equal(1, Assert.IsType<SalesforceReply.Ok>(count).Body.GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Poll_FindsOrdersPageByPage()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);
        var poller = new OrderPoller(org.Session);

        var first = await PollAsync(poller, new PollCursor(Instant.FromUtc(2026, 1, 1, 0, 0)));
        var second = await PollAsync(poller, first.Next);
        var third = await PollAsync(poller, second.Next);

        Assert.Equal([org.Id("Order#1")], first.Orders.Select(order => order.OrderId));
        Assert.Equal([org.Id("Order#2")], second.Orders.Select(order => order.OrderId));
        Assert.Equal(org.Id("Quote#1"), second.Orders[0].Family);
        Assert.Equal((0, second.Next), (third.Orders.Length, third.Next));
    }

    [Theory]
    [InlineData("unauthorized")]
    [InlineData("unavailable")]
    [InlineData("truncated")]
    [InlineData("lockRow")]
    public async Task PassingTrouble_IsOvercome(string kind)
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);
        await org.FaultAsync(
            new
            {
                kind,
                pathContains = "composite",
                times = 1,
            }
        );

        Assert.NotNull(await LoadAsync(org, "Order#1"));
    }

    [Fact]
    public async Task ConnectionDroppedAfterTheWrite_IsRepeatedWithoutHarm()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);
        await org.FaultAsync(
            new
            {
                kind = "dropAfterWrite",
                pathContains = "composite",
                times = 1,
            }
        );
        var order = org.Id("Order#1");

        var outcome = await new ResultWriter(org.Session).WriteAsync(
            new([], [new(new("Order", order), new("Order", order), SyncStatus.Success, "Synced.")]),
            Cancellation
        );

        Assert.True(outcome.IsComplete);
        Assert.Equal(2, outcome.Calls);
    }

    [Fact]
    public async Task DailyLimit_IsReported()
    {
        await using var org = await SandboxOrgFixture.StartAsync();
        await org.LoadAsync(Contract);
        await org.FaultAsync(
            new
            {
                kind = "limit",
                pathContains = "composite",
                times = 1,
            }
        );

        var load = await new ContractLoader(org.Session).LoadAsync(new LoadRequest(org.Id("Order#1")), Cancellation);

        Assert.Equal(("SYNC-6003", 1), (Assert.IsType<ContractNotLoaded>(load).Error.Code, load.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Org_TellsWhatItIs(bool multiCurrency)
    {
        await using var org = await SandboxOrgFixture.StartAsync(multiCurrency);
        var reader = new OrgReader(org.Session);

        var answer = Assert.IsType<SalesforceAnswer<SalesforceOrg>.Found>(await reader.OrganizationAsync(Cancellation));
        var limits = Assert.IsType<SalesforceAnswer<ApiAllowance>.Found>(await reader.LimitsAsync(Cancellation));
        var field = await new PathTypes(reader).FieldAsync("OrderItem", "OrderId.OpportunityId.CloseDate", Cancellation);

        Assert.Equal((1, multiCurrency, "USD"), (answer.Calls, answer.Value.IsMultiCurrency, answer.Value.DefaultCurrency));
        Assert.True(limits.Value.Max > 0);
        Assert.Equal("date", Assert.IsType<SalesforceAnswer<FieldDescription?>.Found>(field).Value?.Type);
    }

    private static async Task<ContractLoaded> LoadAsync(SandboxOrgFixture org, string order)
    {
        var load = await new ContractLoader(org.Session).LoadAsync(new LoadRequest(org.Id(order)), Cancellation);
        Assert.True(load is ContractLoaded, (load as ContractNotLoaded)?.Error.Message);
        return (ContractLoaded)load;
    }

    private static async Task<PollPage> PollAsync(OrderPoller poller, PollCursor cursor)
    {
        var answer = await poller.PollAsync(cursor, "Status != null", 1, Cancellation);
        Assert.True(answer is SalesforceAnswer<PollPage>.Found, (answer as SalesforceAnswer<PollPage>.Refused)?.Error.Message);
        return ((SalesforceAnswer<PollPage>.Found)answer).Value;
    }
}
