using System.Net;
using CpqBilling.Core.Mapping;
using CpqBilling.Salesforce.Tests.Fakes;

namespace CpqBilling.Salesforce.Tests.Reading;

public sealed class ContractLoaderTests
{
    private const string OrderId = "801000000000001AAA";
    private const string OrderAlone =
        """{"attributes":{"type":"Order"},"Id":"801000000000001AAA","Status":"Activated","SBQQ__Contracted__c":false}""";
    private const string Contracted =
        """{"attributes":{"type":"Order"},"Id":"801000000000001AAA","Status":"Activated","SBQQ__Contracted__c":true,"SBQQ__Quote__c":"a0q000000000001AAA"}""";
    private const string Amendment = """
        {"attributes":{"type":"Order"},"Id":"801000000000001AAA","Status":"Draft","OpportunityId":"006000000000001AAA","Opportunity":
          {"attributes":{"type":"Opportunity"},"Id":"006000000000001AAA","SBQQ__AmendedContract__c":"800000000000001AAA","SBQQ__AmendedContract__r":
            {"attributes":{"type":"Contract"},"Id":"800000000000001AAA","SBQQ__Quote__c":"a0q000000000009AAA"}}}
        """;
    private const string Coupon =
        """{"attributes":{"type":"Order_Stripe_Coupon__c"},"Id":"a0c000000000001AAA","Stripe_ID__c":null,"Quote_Stripe_Coupon_Id__c":"a0d000000000001AAA"}""";

    private readonly FakeOrg _org = new();

    [Fact]
    public async Task OrderAlone_TakesOneCall()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(OrderAlone)));

        var loaded = await LoadedAsync(new LoadRequest("801000000000001"));

        Assert.Equal((1, OrderId), (loaded.Calls, loaded.TriggerOrderId));
        Assert.Equal([OrderId], loaded.EligibleOrderIds);
        Assert.Contains("\"allOrNone\":false", _org.ApiRequests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amendment_LoadsTheOrdersOfTheAmendedQuote()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(Amendment)))
            .Composite(("orders", 200, FakeOrg.Rows("""{"attributes":{"type":"Order"},"Id":"801000000000002AAA","Status":"Activated"}""")));

        var loaded = await LoadedAsync(new LoadRequest(OrderId) { Coupons = false });

        Assert.Equal(2, loaded.Calls);
        Assert.Equal(["801000000000002AAA"], loaded.EligibleOrderIds);
        Assert.Contains("SBQQ__Quote__c = 'a0q000000000009AAA'", _org.ApiRequests[1].Soql("orders"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContractedOrder_LoadsItsAmendments()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(Contracted))).Composite();

        var loaded = await LoadedAsync(new LoadRequest(OrderId));

        Assert.Equal(2, loaded.Calls);
        Assert.Contains("SBQQ__Quote__c = 'a0q000000000001AAA'", _org.ApiRequests[1].Soql("orders"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilterOfItsOwn_DecidesWhoIsEligible_NotTheStatus()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(Contracted)))
            .Composite(
                (
                    "orders",
                    200,
                    FakeOrg.Rows("""{"attributes":{"type":"Order"},"Id":"801000000000002AAA","Status":"Activated","SBQQ__Quote__c":null}""")
                ),
                ("eligible", 200, FakeOrg.Rows("""{"attributes":{"type":"Order"},"Id":"801000000000002AAA"}"""))
            );

        var loaded = await LoadedAsync(new LoadRequest(OrderId) { OrderFilter = "Type = 'New'" });

        Assert.Equal(2, loaded.Calls);
        Assert.Equal(["801000000000002AAA"], loaded.EligibleOrderIds);
        // Five queries fit; the rates, of which there are none here, would have been the sixth.
        Assert.Equal(["orders", "schedules", "eligible", "line_coupons", "quote_coupons"], _org.ApiRequests[1].Parts.Keys);
    }

    [Fact]
    public async Task ConsumptionSchedules_BringTheirRatesById()
    {
        _org.Composite(
                ("order", 200, FakeOrg.Rows(OrderAlone)),
                (
                    "schedules",
                    200,
                    FakeOrg.Rows(
                        """
                        {"attributes":{"type":"ProductConsumptionSchedule"},"Id":"0Mq1","ConsumptionSchedule":
                          {"attributes":{"type":"ConsumptionSchedule"},"Id":"0Mh000000000001AAA","IsActive":true,"NumberOfRates":2}}
                        """
                    )
                )
            )
            .Composite(
                ("rates", 200, FakeOrg.Rows("""{"attributes":{"type":"ConsumptionRate"},"Id":"0Mo1","ConsumptionScheduleId":"0Mh000000000001AAA"}"""))
            );

        var loaded = await LoadedAsync(new LoadRequest(OrderId));

        Assert.Equal(2, loaded.Calls);
        Assert.Single(loaded.Records.OfType("ConsumptionRate"));
        Assert.Contains("WHERE ConsumptionScheduleId IN ('0Mh000000000001AAA')", _org.ApiRequests[1].Soql("rates"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QuoteCouponKnownThroughItsAssociation_TakesNoSecondCall()
    {
        _org.Composite(
            ("order", 200, FakeOrg.Rows(OrderAlone)),
            ("items", 200, FakeOrg.Rows(Coupon)),
            ("line_coupons", 200, FakeOrg.Rows("""{"attributes":{"type":"Quote_Stripe_Coupon__c"},"Id":"a0d000000000001AAA"}"""))
        );

        Assert.Equal(1, (await LoadedAsync(new LoadRequest(OrderId))).Calls);
    }

    [Fact]
    public async Task QuoteCouponWithoutAssociation_IsFetchedById_AndMayBeDeleted()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(OrderAlone)), ("items", 200, FakeOrg.Rows(Coupon)))
            .Composite(("get_a0d000000000001AAA", 404, FakeOrg.Error("NOT_FOUND")));

        var loaded = await LoadedAsync(new LoadRequest(OrderId));

        Assert.Equal(2, loaded.Calls);
        var part = Assert.Single(_org.ApiRequests[1].Parts);
        Assert.Equal(
            "/services/data/v65.0/sobjects/Quote_Stripe_Coupon__c/a0d000000000001AAA?fields="
                + "Id,Name,Name__c,Amount_Off__c,Percent_Off__c,Duration__c,Duration_In_Months__c,Max_Redemptions__c,Stripe_ID__c",
            part.Value.GetProperty("url").GetString()
        );
    }

    [Fact]
    public async Task FurtherPages_OfRowsAndOfChildLists_AreFollowed()
    {
        const string items = """
            {"totalSize":3,"done":false,"nextRecordsUrl":"/services/data/v65.0/query/01g-2000","records":[{"attributes":{"type":"OrderItem"},"Id":"i1",
              "Order_Item_Lookup__r":{"done":false,"nextRecordsUrl":"/services/data/v65.0/query/01g-child","records":[]}}]}
            """;
        _org.Composite(("order", 200, FakeOrg.Rows(OrderAlone)), ("items", 200, items))
            .Answer(HttpStatusCode.OK, FakeOrg.Rows("""{"attributes":{"type":"Order_Stripe_Coupon__c"},"Id":"a0c1"}"""))
            .Answer(HttpStatusCode.OK, FakeOrg.Rows("""{"attributes":{"type":"OrderItem"},"Id":"i2"}"""));

        var loaded = await LoadedAsync(new LoadRequest(OrderId));

        Assert.Equal(3, loaded.Calls);
        Assert.Equal(["/services/data/v65.0/query/01g-child", "/services/data/v65.0/query/01g-2000"], _org.ApiRequests.Skip(1).Select(r => r.Path));
        Assert.NotNull(loaded.Records.Find("i2"));
        Assert.NotNull(loaded.Records.Find("a0c1"));
    }

    [Fact]
    public async Task OrgWithoutConsumptionSchedules_IsFine()
    {
        _org.Composite(("order", 200, FakeOrg.Rows(OrderAlone)), ("schedules", 400, FakeOrg.Error("INVALID_TYPE")));

        Assert.Equal(1, (await LoadedAsync(new LoadRequest(OrderId))).Calls);
    }

    [Theory]
    [InlineData("INVALID_FIELD", "SYNC-5002")]
    [InlineData("MALFORMED_QUERY", "SYNC-5000")]
    [InlineData("PROCESSING_HALTED", "SYNC-5000")]
    [InlineData("UNABLE_TO_LOCK_ROW", "SYNC-5003")]
    public async Task RefusedQuery_IsAnError(string upstream, string code)
    {
        _org.Composite(("order", 200, FakeOrg.Rows(OrderAlone)), ("items", 400, FakeOrg.Error(upstream)));

        var error = (await NotLoadedAsync(new LoadRequest(OrderId))).Error;

        Assert.Equal((code, upstream), (error.Code, error.UpstreamCode));
    }

    [Fact]
    public async Task CompositeRefusedAsAWhole_IsAnError()
    {
        _org.Answer(
            HttpStatusCode.OK,
            $$"""{"compositeResponse":[{"body":{{FakeOrg.Error("LIMIT_EXCEEDED", "too many")}},"httpHeaders":{},"httpStatusCode":400,"referenceId":null}]}"""
        );

        Assert.Equal("LIMIT_EXCEEDED", (await NotLoadedAsync(new LoadRequest(OrderId))).Error.UpstreamCode);
    }

    [Fact]
    public async Task AnswerThatLacksAPart_IsUnreachable()
    {
        _org.Answer(HttpStatusCode.OK, """{"compositeResponse":[]}""");

        Assert.Equal("SYNC-6001", (await NotLoadedAsync(new LoadRequest(OrderId))).Error.Code);
    }

    [Fact]
    public async Task UnknownOrder_IsNotFound()
    {
        _org.Composite();

        Assert.Equal("OrderNotFound", (await NotLoadedAsync(new LoadRequest(OrderId))).Error.Name);
    }

    [Fact]
    public async Task TextThatIsNoId_NeverReachesSalesforce()
    {
        var load = await NotLoadedAsync(new LoadRequest("801' OR Id != '"));

        Assert.Equal(("OrderNotFound", 0), (load.Error.Name, load.Calls));
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task MappedPathThatIsNone_NeverReachesSalesforce()
    {
        var paths = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("name", "Name FROM User--");
        var mappings = FieldMappings.None with { Paths = FieldMappings.None.Paths.Add(MappedObject.Customer, paths) };

        var error = (await NotLoadedAsync(new LoadRequest(OrderId) { Mappings = mappings })).Error;

        Assert.Equal(("SYNC-5002", "Name FROM User--"), (error.Code, error.Field));
        Assert.Empty(_org.Requests);
    }

    private async Task<ContractLoaded> LoadedAsync(LoadRequest request) => Assert.IsType<ContractLoaded>(await LoadAsync(request));

    private async Task<ContractNotLoaded> NotLoadedAsync(LoadRequest request) => Assert.IsType<ContractNotLoaded>(await LoadAsync(request));

    private async Task<ContractLoad> LoadAsync(LoadRequest request)
    {
        using var session = _org.Session();
        return await new ContractLoader(session).LoadAsync(request, TestContext.Current.CancellationToken);
    }
}
