using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce.Tests.Reading;

public sealed class ContractQueriesTests
{
    private const string OrderId = "801000000000001AAA";
    private const string QuoteId = "a0q000000000001AAA";

    private const string OtherOrders =
        "(SBQQ__Quote__c = 'a0q000000000001AAA' OR Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c = 'a0q000000000001AAA')";

    private const string OtherItems =
        "(Order.SBQQ__Quote__c = 'a0q000000000001AAA' OR Order.Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c = 'a0q000000000001AAA')";

    [Fact]
    public void OrderAlone_IsReadWithItsParents()
    {
        var queries = First(new LoadRequest(OrderId) { Coupons = false });

        Assert.Equal(["order", "items", "schedules"], queries.Keys);
        Assert.Equal(
            "SELECT Id, AccountId, OrderNumber, Status, Type, EffectiveDate, EndDate, ActivatedDate, CreatedDate, LastModifiedDate, ContractId, "
                + "OpportunityId, Pricebook2Id, Description, PoNumber, TotalAmount, SBQQ__Quote__c, SBQQ__Contracted__c, SBQQ__PaymentTerm__c, "
                + "Stripe_ID__c, Skip_Past_Initial_Invoices__c, Stripe_Account__c, "
                + "Account.Id, Account.Name, Account.Description, Account.Phone, Account.BillingStreet, Account.BillingCity, Account.BillingState, "
                + "Account.BillingPostalCode, Account.BillingCountry, Account.ShippingStreet, Account.ShippingCity, Account.ShippingState, "
                + "Account.ShippingPostalCode, Account.ShippingCountry, Account.Stripe_ID__c, "
                + "SBQQ__Quote__r.Id, SBQQ__Quote__r.Name, SBQQ__Quote__r.SBQQ__Account__c, SBQQ__Quote__r.SBQQ__Opportunity2__c, "
                + "SBQQ__Quote__r.SBQQ__MasterContract__c, SBQQ__Quote__r.SBQQ__PricebookId__c, SBQQ__Quote__r.SBQQ__PaymentTerms__c, "
                + "SBQQ__Quote__r.SBQQ__BillingFrequency__c, SBQQ__Quote__r.SBQQ__StartDate__c, SBQQ__Quote__r.SBQQ__EndDate__c, "
                + "SBQQ__Quote__r.SBQQ__SubscriptionTerm__c, SBQQ__Quote__r.SBQQ__Type__c, "
                + "Opportunity.Id, Opportunity.Name, Opportunity.AccountId, Opportunity.StageName, Opportunity.CloseDate, "
                + "Opportunity.SBQQ__AmendedContract__c, Opportunity.SBQQ__Renewal__c, Opportunity.SBQQ__RenewedContract__c, "
                + "Opportunity.SBQQ__AmendedContract__r.Id, Opportunity.SBQQ__AmendedContract__r.AccountId, "
                + "Opportunity.SBQQ__AmendedContract__r.Status, Opportunity.SBQQ__AmendedContract__r.StartDate, "
                + "Opportunity.SBQQ__AmendedContract__r.EndDate, Opportunity.SBQQ__AmendedContract__r.ContractTerm, "
                + "Opportunity.SBQQ__AmendedContract__r.SBQQ__Order__c, Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c, "
                + "Opportunity.SBQQ__AmendedContract__r.SBQQ__Opportunity__c, Opportunity.SBQQ__AmendedContract__r.SBQQ__AmendmentStartDate__c, "
                + "Opportunity.SBQQ__AmendedContract__r.Stripe_ID__c, Stripe_Account__r.Id, Stripe_Account__r.Stripe_ID__c "
                + "FROM Order WHERE Id = '801000000000001AAA'",
            queries["order"]
        );
    }

    [Fact]
    public void Lines_AreReadWithProductPriceAndRates()
    {
        var items = First(new LoadRequest(OrderId) { Coupons = false })["items"];

        Assert.Contains("Product2.ProductCode, ", items, StringComparison.Ordinal);
        Assert.Contains("SBQQ__QuoteLine__r.SBQQ__SegmentLabel__c, ", items, StringComparison.Ordinal);
        Assert.Contains(
            "SBQQ__RevisedOrderProduct__r.OrderId, SBQQ__RevisedOrderProduct__r.Order.Id, SBQQ__RevisedOrderProduct__r.Order.OrderNumber",
            items,
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            "(SELECT Id, IsDeleted, Name, SBQQ__OrderItem__c, SBQQ__ConsumptionSchedule__c, SBQQ__Type__c, SBQQ__RatingMethod__c, SBQQ__BillingTerm__c, "
                + "SBQQ__BillingTermUnit__c, SBQQ__Category__c, (SELECT Id, Name, SBQQ__OrderItemConsumptionSchedule__c, SBQQ__PricingMethod__c, "
                + "SBQQ__ProcessingOrder__c, SBQQ__LowerBound__c, SBQQ__UpperBound__c, SBQQ__Price__c FROM SBQQ__OrderItemConsumptionRates__r "
                + "ORDER BY SBQQ__ProcessingOrder__c, Id) FROM SBQQ__OrderItemConsumptionSchedules__r ORDER BY Id) "
                + "FROM OrderItem WHERE OrderId = '801000000000001AAA' ORDER BY CreatedDate, Id",
            items,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void ProductSchedules_AreFoundThroughTheLines() =>
        Assert.Equal(
            "SELECT Id, ProductId, ConsumptionScheduleId, ConsumptionSchedule.Id, ConsumptionSchedule.IsDeleted, ConsumptionSchedule.Name, "
                + "ConsumptionSchedule.IsActive, ConsumptionSchedule.Type, ConsumptionSchedule.RatingMethod, ConsumptionSchedule.BillingTerm, "
                + "ConsumptionSchedule.BillingTermUnit, ConsumptionSchedule.NumberOfRates, ConsumptionSchedule.SBQQ__Category__c "
                + "FROM ProductConsumptionSchedule WHERE ProductId IN (SELECT Product2Id FROM OrderItem WHERE OrderId = '801000000000001AAA') ORDER BY Id",
            First(new LoadRequest(OrderId))["schedules"]
        );

    [Fact]
    public void Coupons_ComeAsChildrenAndThroughTheirAssociations()
    {
        const string coupon =
            "Quote_Stripe_Coupon__c, Quote_Stripe_Coupon__r.Id, Quote_Stripe_Coupon__r.Name, Quote_Stripe_Coupon__r.Name__c, "
            + "Quote_Stripe_Coupon__r.Amount_Off__c, Quote_Stripe_Coupon__r.Percent_Off__c, Quote_Stripe_Coupon__r.Duration__c, "
            + "Quote_Stripe_Coupon__r.Duration_In_Months__c, Quote_Stripe_Coupon__r.Max_Redemptions__c, Quote_Stripe_Coupon__r.Stripe_ID__c";

        var queries = First(new LoadRequest(OrderId));

        Assert.Equal(["order", "items", "schedules", "line_coupons", "quote_coupons"], queries.Keys);
        Assert.EndsWith(
            ", (SELECT Id, Name, Name__c, Amount_Off__c, Percent_Off__c, Duration__c, Duration_In_Months__c, Max_Redemptions__c, Stripe_ID__c, "
                + "CreatedDate, Order__c, Order_Item__c, Quote_Stripe_Coupon_Id__c FROM Order_Lookup__r ORDER BY CreatedDate, Id) "
                + "FROM Order WHERE Id = '801000000000001AAA'",
            queries["order"],
            StringComparison.Ordinal
        );
        Assert.Contains(" FROM Order_Item_Lookup__r ORDER BY CreatedDate, Id) FROM OrderItem ", queries["items"], StringComparison.Ordinal);
        Assert.Equal(
            $"SELECT Id, Quote_Line__c, {coupon} FROM Quote_Line_Stripe_Coupon_Association__c "
                + "WHERE Quote_Line__c IN (SELECT SBQQ__QuoteLine__c FROM OrderItem WHERE OrderId = '801000000000001AAA') ORDER BY Id",
            queries["line_coupons"]
        );
        Assert.Equal(
            $"SELECT Id, Quote__c, {coupon} FROM Quote_Stripe_Coupon_Association__c "
                + "WHERE Quote__c IN (SELECT SBQQ__Quote__c FROM Order WHERE Id = '801000000000001AAA') ORDER BY Id",
            queries["quote_coupons"]
        );
    }

    [Fact]
    public void FilterOfItsOwn_IsAskedOfSalesforce_AndStaysWithinFiveQueries()
    {
        var queries = First(new LoadRequest(OrderId) { OrderFilter = "Status = 'Activated' OR Type = 'Renewal'" });

        Assert.Equal(["order", "items", "schedules", "eligible", "line_coupons"], queries.Keys);
        Assert.Equal("SELECT Id FROM Order WHERE Id = '801000000000001AAA' AND (Status = 'Activated' OR Type = 'Renewal')", queries["eligible"]);
    }

    [Fact]
    public void Contract_IsEveryOrderOfItsQuoteAndEveryAmendmentOfIt()
    {
        var queries = Contract(new LoadRequest(OrderId), new ContractKey(QuoteId, null));

        Assert.Equal(["orders", "schedules", "line_coupons", "quote_coupons", "rates"], queries.Keys);
        Assert.EndsWith(
            $" FROM OrderItems ORDER BY CreatedDate, Id) FROM Order WHERE {OtherOrders} AND Id != '{OrderId}' ORDER BY CreatedDate, Id",
            queries["orders"],
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $" WHERE ProductId IN (SELECT Product2Id FROM OrderItem WHERE {OtherItems} AND OrderId != '{OrderId}') ORDER BY Id",
            queries["schedules"],
            StringComparison.Ordinal
        );
        Assert.EndsWith(
            $" WHERE Quote__c IN (SELECT SBQQ__Quote__c FROM Order WHERE {OtherOrders} AND Id != '{OrderId}') ORDER BY Id",
            queries["quote_coupons"],
            StringComparison.Ordinal
        );
        Assert.Equal(
            "SELECT Id, ConsumptionScheduleId, Name, PricingMethod, ProcessingOrder, LowerBound, UpperBound, Price FROM ConsumptionRate "
                + "WHERE ConsumptionScheduleId IN (SELECT SBQQ__ConsumptionSchedule__c FROM SBQQ__OrderItemConsumptionSchedule__c WHERE "
                + "(SBQQ__OrderItem__r.Order.SBQQ__Quote__c = 'a0q000000000001AAA' OR "
                + "SBQQ__OrderItem__r.Order.Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c = 'a0q000000000001AAA')) "
                + "ORDER BY ConsumptionScheduleId, ProcessingOrder, Id",
            queries["rates"]
        );
    }

    [Fact]
    public void ContractWithoutQuote_IsFoundByItsId() =>
        Assert.Contains(
            " FROM Order WHERE Opportunity.SBQQ__AmendedContract__c = '800000000000001AAA' AND Id != ",
            Contract(new LoadRequest(OrderId), new ContractKey(null, "800000000000001AAA"))["orders"],
            StringComparison.Ordinal
        );

    [Fact]
    public void MappedPaths_AreSelectedFromTheirRoots()
    {
        var mappings = FieldMappings.None with
        {
            Paths = FieldMappings
                .None.Paths.Add(MappedObject.Customer, Path("metadata.segment", "Parent.Industry"))
                .Add(MappedObject.Product, Path("metadata.family", "Family"))
                .Add(MappedObject.Schedule, Path("metadata.owner", "Owner.Name"))
                .Add(MappedObject.Item, Path("metadata.close", "OrderId.OpportunityId.CloseDate"))
                .Add(MappedObject.Coupon, Path("metadata.order", "Order_Item__c.OrderId")),
        };

        var queries = First(new LoadRequest(OrderId) { Mappings = mappings, OrderItemPaths = ["Product2.Meter__c"] });

        Assert.Contains(", Account.ParentId, Account.Parent.Id, Account.Parent.Industry, ", queries["order"], StringComparison.Ordinal);
        Assert.Contains(", OwnerId, Owner.Id, Owner.Name, ", queries["order"], StringComparison.Ordinal);
        Assert.Contains(", Product2.Family, ", queries["items"], StringComparison.Ordinal);
        Assert.Contains(
            ", Order.Id, Order.OpportunityId, Order.Opportunity.Id, Order.Opportunity.CloseDate, Product2.Meter__c, ",
            queries["items"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Quote_Stripe_Coupon_Id__c, Order_Item__r.Id, Order_Item__r.OrderId FROM Order_Lookup__r",
            queries["order"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void MultiCurrencyOrg_IsAskedForCurrencies()
    {
        var queries = First(new LoadRequest(OrderId) { MultiCurrency = true });

        Assert.Contains(", CurrencyIsoCode, Account.Id", queries["order"], StringComparison.Ordinal);
        Assert.Contains(", PricebookEntry.CurrencyIsoCode, ", queries["items"], StringComparison.Ordinal);
        Assert.Contains(", Quote_Stripe_Coupon__r.CurrencyIsoCode FROM", queries["quote_coupons"], StringComparison.Ordinal);
        Assert.All(First(new LoadRequest(OrderId)).Values, soql => Assert.DoesNotContain("CurrencyIsoCode", soql, StringComparison.Ordinal));
    }

    [Fact]
    public void Namespace_IsPutBeforeOurNames()
    {
        var queries = new ContractQueries(new LoadRequest(OrderId), OrderId, new PackageNames("acme"))
            .First()
            .ToDictionary(q => q.Reference, q => q.Soql);

        Assert.Contains("(SELECT Id, Name, acme__Name__c, ", queries["order"], StringComparison.Ordinal);
        Assert.Contains(" FROM acme__Order_Lookup__r ", queries["order"], StringComparison.Ordinal);
        Assert.Contains(
            ", acme__Stripe_ID__c, acme__Skip_Past_Initial_Invoices__c, acme__Stripe_Account__c, ",
            queries["order"],
            StringComparison.Ordinal
        );
        Assert.Contains(
            " FROM acme__Quote_Stripe_Coupon_Association__c WHERE acme__Quote__c IN (SELECT SBQQ__Quote__c FROM Order ",
            queries["quote_coupons"],
            StringComparison.Ordinal
        );
    }

    private static System.Collections.Immutable.ImmutableDictionary<string, string> Path(string stripe, string salesforce) =>
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add(stripe, salesforce);

    private static Dictionary<string, string> First(LoadRequest request) =>
        new ContractQueries(request, OrderId, new PackageNames("")).First().ToDictionary(query => query.Reference, query => query.Soql);

    private static Dictionary<string, string> Contract(LoadRequest request, ContractKey key) =>
        new ContractQueries(request, OrderId, new PackageNames("")).Contract(key).ToDictionary(query => query.Reference, query => query.Soql);
}
