using CpqBilling.Core.Cpq;

namespace CpqBilling.Salesforce;

/// <summary>What the first answer told about the place of the order in its contract.</summary>
/// <param name="QuoteId">The quote of the initial order.</param>
/// <param name="ContractId">The amended contract, for an amendment.</param>
internal sealed record ContractKey(string? QuoteId, string? ContractId)
{
    /// <summary>Condition that a record belongs to the contract; <paramref name="path"/> leads from it to its order.</summary>
    public string Condition(string path = "") =>
        QuoteId is { } quote
            ? $"({path}SBQQ__Quote__c = {Soql.Quoted(quote)} OR {path}Opportunity.SBQQ__AmendedContract__r.SBQQ__Quote__c = {Soql.Quoted(quote)})"
            : $"{path}Opportunity.SBQQ__AmendedContract__c = {Soql.Quoted(ContractId!)}";
}

/// <summary>The queries of a load. A composite holds five, so parents and children carry the rest.</summary>
internal sealed class ContractQueries(LoadRequest request, string orderId, PackageNames names)
{
    private const string QuoteAssociation = "Quote_Stripe_Coupon_Association__c";
    private const string LineAssociation = "Quote_Line_Stripe_Coupon_Association__c";
    private readonly ContractSelects _selects = new(request, names);
    private readonly string _id = Soql.Quoted(orderId);

    public bool HasDefaultFilter { get; } = Soql.IsDefaultOrderFilter(request.OrderFilter);

    /// <summary>The order's coupons of the quote do not fit beside a filter of its own and are asked for later.</summary>
    public bool LeavesQuoteCoupons => request.Coupons && !HasDefaultFilter;

    /// <summary>Everything that hangs on the order itself.</summary>
    public IReadOnlyList<LoadQuery> First() =>
        [
            new("order", Own("Order", $"SELECT {_selects.Order()} FROM Order WHERE Id = {_id}")),
            new("items", Own("OrderItem", $"SELECT {_selects.OrderItem()} FROM OrderItem WHERE OrderId = {_id} ORDER BY CreatedDate, Id")),
            ProductSchedules($"OrderId = {_id}"),
            .. Filter($"Id = {_id}"),
            .. LineAssociations($"OrderId = {_id}"),
            .. LeavesQuoteCoupons ? [] : QuoteAssociations($"Id = {_id}"),
        ];

    /// <summary>The other orders of the contract and what hangs on them; rates last, for they can be asked for by id as well.</summary>
    public IReadOnlyList<LoadQuery> Contract(ContractKey key)
    {
        var others = $"{key.Condition()} AND Id != {_id}";
        var items = $"{key.Condition("Order.")} AND OrderId != {_id}";
        return
        [
            new("orders", Own("Order", $"SELECT {_selects.Order()}, {ItemsOfOrder()} FROM Order WHERE {others} ORDER BY CreatedDate, Id")),
            ProductSchedules(items),
            .. Filter(others),
            .. LineAssociations(items),
            .. QuoteAssociations(LeavesQuoteCoupons ? key.Condition() : others),
            new(
                "rates",
                RatesWhere(
                    $"ConsumptionScheduleId IN (SELECT SBQQ__ConsumptionSchedule__c FROM SBQQ__OrderItemConsumptionSchedule__c WHERE {key.Condition("SBQQ__OrderItem__r.Order.")})"
                ),
                IsOptional: true
            ),
        ];
    }

    /// <summary>Active schedules whose rates were not read.</summary>
    public static IEnumerable<string> SchedulesWithoutRates(RecordGraph graph)
    {
        var known = graph.OfType("ConsumptionRate").Select(rate => rate.Text("ConsumptionScheduleId")).ToHashSet();
        return graph
            .OfType("ConsumptionSchedule")
            .Where(schedule => schedule.Flag("IsActive") && schedule.Number("NumberOfRates") != 0 && !known.Contains(schedule.Id))
            .Select(schedule => schedule.Id);
    }

    public static LoadQuery Rates(IEnumerable<string> scheduleIds) =>
        new("rates", RatesWhere($"ConsumptionScheduleId IN {Soql.In(scheduleIds)}"), IsOptional: true);

    /// <summary>Coupons of the order's quote, for an order alone.</summary>
    public IReadOnlyList<LoadQuery> LeftQuoteCoupons() => [.. QuoteAssociations($"Id = {_id}")];

    public IReadOnlyList<string> QuoteCouponFields => _selects.QuoteCoupon();

    private IEnumerable<LoadQuery> Filter(string where) =>
        HasDefaultFilter ? [] : [new("eligible", Own("Order", $"SELECT Id FROM Order WHERE {where} AND ({request.OrderFilter})"), IsFilter: true)];

    /// <param name="products">Ids in parentheses, or a query of them.</param>
    public static LoadQuery ProductSchedulesOf(string products) =>
        new(
            "schedules",
            $"SELECT {ContractSelects.ProductSchedule()} FROM ProductConsumptionSchedule WHERE ProductId IN {products} ORDER BY Id",
            IsOptional: true
        );

    private static LoadQuery ProductSchedules(string items) => ProductSchedulesOf($"(SELECT Product2Id FROM OrderItem WHERE {items})");

    private IEnumerable<LoadQuery> LineAssociations(string items) =>
        Associations("line_coupons", LineAssociation, "Quote_Line__c", $"SELECT SBQQ__QuoteLine__c FROM OrderItem WHERE {items}");

    private IEnumerable<LoadQuery> QuoteAssociations(string orders) =>
        Associations("quote_coupons", QuoteAssociation, "Quote__c", $"SELECT SBQQ__Quote__c FROM Order WHERE {orders}");

    private IEnumerable<LoadQuery> Associations(string reference, string type, string lookup, string quotes) =>
        request.Coupons
            ? [new(reference, Own(type, $"SELECT {_selects.Association(type, lookup)} FROM {type} WHERE {lookup} IN ({quotes}) ORDER BY Id"))]
            : [];

    private string ItemsOfOrder() => $"(SELECT {_selects.OrderItem()} FROM OrderItems ORDER BY CreatedDate, Id)";

    private static string RatesWhere(string where) =>
        $"SELECT {ContractSelects.Rate()} FROM ConsumptionRate WHERE {where} ORDER BY ConsumptionScheduleId, ProcessingOrder, Id";

    private string Own(string root, string soql) => names.Query(root, soql);
}
