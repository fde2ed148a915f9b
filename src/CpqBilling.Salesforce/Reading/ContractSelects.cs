namespace CpqBilling.Salesforce;

/// <summary>What is selected of each object when a contract is loaded: own fields, parents, children, mapped paths.</summary>
internal sealed class ContractSelects(LoadRequest request, PackageNames names)
{
    private const string AmendedContract = "Opportunity.SBQQ__AmendedContract__r";

    /// <summary>An order with its account, quote, opportunity and amended contract.</summary>
    public string Order()
    {
        var tree = new FieldTree(Own(ContractFields.Order))
            .AddParent("Account", Own(ContractFields.Account))
            .AddParent("SBQQ__Quote__r", ContractFields.Quote)
            .AddParent("Opportunity", ContractFields.Opportunity)
            .AddParent(AmendedContract, ContractFields.Contract)
            .AddParent("Stripe_Account__r", ["Id", "Stripe_ID__c"])
            .AddParent("Account", Mapped("Account"))
            .AddAll(Mapped("Order"))
            .AddAll(request.OrderPaths);
        return tree.Select + CouponsOf("Order_Lookup__r");
    }

    /// <summary>A line with its product, price, quote line, contract, revised line, consumption rates and coupons.</summary>
    public string OrderItem()
    {
        var tree = new FieldTree(Own(ContractFields.OrderItem))
            .AddParent("Product2", ContractFields.Product)
            .AddParent("PricebookEntry", Own(ContractFields.PricebookEntry))
            .AddParent("SBQQ__QuoteLine__r", ContractFields.QuoteLine)
            .AddParent("SBQQ__Contract__r", ContractFields.Contract)
            .AddParent("SBQQ__RevisedOrderProduct__r", ["Id", "OrderId", "Order.Id", "Order.OrderNumber"])
            .AddParent("Product2", Mapped("Product2"))
            .AddParent("PricebookEntry", Mapped("PricebookEntry"))
            .AddAll(Mapped("OrderItem"))
            .AddAll(request.OrderItemPaths);
        return tree.Select + ", " + LineSchedules() + CouponsOf("Order_Item_Lookup__r");
    }

    public static string ProductSchedule() =>
        new FieldTree(ContractFields.ProductSchedule).AddParent("ConsumptionSchedule", ContractFields.Schedule).Select;

    public static string Rate() => new FieldTree(ContractFields.Rate).Select;

    /// <summary>An association of a quote or quote line with its coupon.</summary>
    public string Association(string type, string lookup) =>
        names.Query(type, new FieldTree("Id", lookup).AddParent("Quote_Stripe_Coupon__r", QuoteCoupon()).Select);

    public IReadOnlyList<string> QuoteCoupon() => Own(ContractFields.QuoteCoupon);

    /// <summary>Rates come in their order: the first bound belongs to the first price.</summary>
    private static string LineSchedules()
    {
        var rates =
            $"(SELECT {new FieldTree(ContractFields.LineRate).Select} FROM SBQQ__OrderItemConsumptionRates__r ORDER BY SBQQ__ProcessingOrder__c, Id)";
        return $"(SELECT {new FieldTree(ContractFields.LineSchedule).Select}, {rates} FROM SBQQ__OrderItemConsumptionSchedules__r ORDER BY Id)";
    }

    private string CouponsOf(string children)
    {
        if (!request.Coupons)
        {
            return "";
        }

        var tree = new FieldTree(Own(ContractFields.OrderCoupon)).AddAll(Mapped("Order_Stripe_Coupon__c"));
        return ", " + names.Query("Order_Stripe_Coupon__c", $"(SELECT {tree.Select} FROM {children} ORDER BY CreatedDate, Id)");
    }

    private IReadOnlyList<string> Own(IReadOnlyList<string> fields) => fields.WithCurrency(request.MultiCurrency);

    private IEnumerable<string> Mapped(string root) => MappedPaths.From(request.Mappings, root);
}
