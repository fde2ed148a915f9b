namespace CpqBilling.Salesforce;

/// <summary>The fields a contract is billed by; mapped fields come on top.</summary>
internal static class ContractFields
{
    public const string Currency = "CurrencyIsoCode";

    public static IReadOnlyList<string> Order { get; } =
    [
        "Id",
        "AccountId",
        "OrderNumber",
        "Status",
        "Type",
        "EffectiveDate",
        "EndDate",
        "ActivatedDate",
        "CreatedDate",
        "LastModifiedDate",
        "ContractId",
        "OpportunityId",
        "Pricebook2Id",
        "Description",
        "PoNumber",
        "TotalAmount",
        "SBQQ__Quote__c",
        "SBQQ__Contracted__c",
        "SBQQ__PaymentTerm__c",
        "Stripe_ID__c",
        "Skip_Past_Initial_Invoices__c",
        "Stripe_Account__c",
    ];

    public static IReadOnlyList<string> Account { get; } =
    [
        "Id",
        "Name",
        "Description",
        "Phone",
        "BillingStreet",
        "BillingCity",
        "BillingState",
        "BillingPostalCode",
        "BillingCountry",
        "ShippingStreet",
        "ShippingCity",
        "ShippingState",
        "ShippingPostalCode",
        "ShippingCountry",
        "Stripe_ID__c",
    ];

    public static IReadOnlyList<string> Quote { get; } =
    [
        "Id",
        "Name",
        "SBQQ__Account__c",
        "SBQQ__Opportunity2__c",
        "SBQQ__MasterContract__c",
        "SBQQ__PricebookId__c",
        "SBQQ__PaymentTerms__c",
        "SBQQ__BillingFrequency__c",
        "SBQQ__StartDate__c",
        "SBQQ__EndDate__c",
        "SBQQ__SubscriptionTerm__c",
        "SBQQ__Type__c",
    ];

    public static IReadOnlyList<string> Opportunity { get; } =
    ["Id", "Name", "AccountId", "StageName", "CloseDate", "SBQQ__AmendedContract__c", "SBQQ__Renewal__c", "SBQQ__RenewedContract__c"];

    public static IReadOnlyList<string> Contract { get; } =
    [
        "Id",
        "AccountId",
        "Status",
        "StartDate",
        "EndDate",
        "ContractTerm",
        "SBQQ__Order__c",
        "SBQQ__Quote__c",
        "SBQQ__Opportunity__c",
        "SBQQ__AmendmentStartDate__c",
        "Stripe_ID__c",
    ];

    public static IReadOnlyList<string> OrderItem { get; } =
    [
        "Id",
        "OrderId",
        "Product2Id",
        "PricebookEntryId",
        "Quantity",
        "UnitPrice",
        "ListPrice",
        "TotalPrice",
        "ServiceDate",
        "EndDate",
        "Description",
        "CreatedDate",
        "IsDeleted",
        "SBQQ__Activated__c",
        "SBQQ__BillingFrequency__c",
        "SBQQ__BillingType__c",
        "SBQQ__ChargeType__c",
        "SBQQ__ContractAction__c",
        "SBQQ__Contract__c",
        "SBQQ__DefaultSubscriptionTerm__c",
        "SBQQ__DimensionType__c",
        "SBQQ__OrderedQuantity__c",
        "SBQQ__PriceDimension__c",
        "SBQQ__ProductSubscriptionType__c",
        "SBQQ__ProrateMultiplier__c",
        "SBQQ__QuoteLine__c",
        "SBQQ__QuotedListPrice__c",
        "SBQQ__RevisedOrderProduct__c",
        "SBQQ__SegmentIndex__c",
        "SBQQ__SegmentKey__c",
        "SBQQ__SubscriptionPricing__c",
        "SBQQ__SubscriptionTerm__c",
        "SBQQ__SubscriptionType__c",
        "Skip_Line_Item__c",
        "Stripe_ID__c",
    ];

    public static IReadOnlyList<string> Product { get; } =
    [
        "Id",
        "Name",
        "Description",
        "ProductCode",
        "IsActive",
        "SBQQ__SubscriptionPricing__c",
        "SBQQ__SubscriptionType__c",
        "SBQQ__SubscriptionTerm__c",
        "SBQQ__BillingFrequency__c",
        "SBQQ__BillingType__c",
        "SBQQ__ChargeType__c",
        "Stripe_ID__c",
    ];

    public static IReadOnlyList<string> PricebookEntry { get; } = ["Id", "Pricebook2Id", "Product2Id", "UnitPrice", "IsActive", "Stripe_ID__c"];

    public static IReadOnlyList<string> QuoteLine { get; } =
    [
        "Id",
        "SBQQ__Quote__c",
        "SBQQ__SegmentLabel__c",
        "SBQQ__SegmentIndex__c",
        "SBQQ__SegmentKey__c",
        "SBQQ__EffectiveStartDate__c",
        "SBQQ__EffectiveEndDate__c",
        "SBQQ__StartDate__c",
        "SBQQ__EndDate__c",
    ];

    public static IReadOnlyList<string> LineSchedule { get; } =
    [
        "Id",
        "IsDeleted",
        "Name",
        "SBQQ__OrderItem__c",
        "SBQQ__ConsumptionSchedule__c",
        "SBQQ__Type__c",
        "SBQQ__RatingMethod__c",
        "SBQQ__BillingTerm__c",
        "SBQQ__BillingTermUnit__c",
        "SBQQ__Category__c",
    ];

    public static IReadOnlyList<string> LineRate { get; } =
    [
        "Id",
        "Name",
        "SBQQ__OrderItemConsumptionSchedule__c",
        "SBQQ__PricingMethod__c",
        "SBQQ__ProcessingOrder__c",
        "SBQQ__LowerBound__c",
        "SBQQ__UpperBound__c",
        "SBQQ__Price__c",
    ];

    public static IReadOnlyList<string> ProductSchedule { get; } = ["Id", "ProductId", "ConsumptionScheduleId"];

    public static IReadOnlyList<string> Schedule { get; } =
    ["Id", "IsDeleted", "Name", "IsActive", "Type", "RatingMethod", "BillingTerm", "BillingTermUnit", "NumberOfRates", "SBQQ__Category__c"];

    public static IReadOnlyList<string> Rate { get; } =
    ["Id", "ConsumptionScheduleId", "Name", "PricingMethod", "ProcessingOrder", "LowerBound", "UpperBound", "Price"];

    public static IReadOnlyList<string> QuoteCoupon { get; } =
    ["Id", "Name", "Name__c", "Amount_Off__c", "Percent_Off__c", "Duration__c", "Duration_In_Months__c", "Max_Redemptions__c", "Stripe_ID__c"];

    public static IReadOnlyList<string> OrderCoupon { get; } =
    [.. QuoteCoupon, "CreatedDate", "Order__c", "Order_Item__c", "Quote_Stripe_Coupon_Id__c"];

    public static IReadOnlyList<string> WithCurrency(this IReadOnlyList<string> fields, bool multiCurrency) =>
        multiCurrency ? [.. fields, Currency] : fields;
}
