using static CpqBilling.Sandbox.Stripe.State.FieldKind;

namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Customers and what is sold to them, as kinds of objects.</summary>
internal static class CatalogueKinds
{
    public static readonly Kind<Customer> Customer = new()
    {
        Name = "customer",
        Prefix = "cus_",
        Owner = customer => customer.TestClockId,
        Fields = ["customer"],
        InPreview = PreviewTable.Over,
        Render = (_, customer) => CustomerJson.Render(customer),
        Changes = customer => !customer.IsDeleted,
        OnRequest = new Dictionary<string, Func<Account, Customer, JsonNode?>>
        {
            ["subscriptions"] = CustomerJson.Subscriptions,
            ["tax"] = (_, _) => CustomerJson.Tax(),
        },
        SearchedAt = "customers",
        IsSearched = customer => !customer.IsDeleted,
        Metadata = customer => customer.Metadata,
        SearchFields =
        [
            new("created", Number, customer => customer.Created.ToString()),
            new("email", Text, customer => customer.Email),
            new("name", Text, customer => customer.Name),
            new("phone", Text, customer => customer.Phone),
        ],
    };

    public static readonly Kind<Product> Product = new()
    {
        Name = "product",
        Prefix = "prod_",
        Fields = ["product"],
        InPreview = PreviewTable.Over,
        Render = (_, product) => ProductJson.Render(product),
        Changes = product => !product.IsDeleted,
        SearchedAt = "products",
        IsSearched = product => !product.IsDeleted,
        Metadata = product => product.Metadata,
        SearchFields =
        [
            new("active", Token, product => Flag(product.IsActive)),
            new("description", Text, product => product.Description),
            new("name", Text, product => product.Name),
            new("shippable", Token, product => product.IsShippable is { } ships ? Flag(ships) : null),
            new("url", Text, product => product.Url),
        ],
    };

    public static readonly Kind<Price> Price = new()
    {
        Name = "price",
        Prefix = "price_",
        Owner = price => price.ProductId,
        Fields = ["price", "default_price"],
        InPreview = PreviewTable.Over,
        Render = (_, price) => PriceJson.Render(price),
        Changes = _ => true,
        OnRequest = new Dictionary<string, Func<Account, Price, JsonNode?>>
        {
            ["tiers"] = (_, price) => PriceJson.Tiers(price.Tiers ?? []),
            ["currency_options"] = (_, price) => PriceJson.CurrencyOptions(price),
        },
        SearchedAt = "prices",
        Metadata = price => price.Metadata,
        SearchFields =
        [
            new("active", Token, price => Flag(price.IsActive)),
            new("currency", Token, price => price.Currency),
            new("lookup_key", Text, price => price.LookupKey),
            new("product", Token, price => price.ProductId),
            new("type", Token, price => price.IsRecurring ? "recurring" : "one_time"),
        ],
    };

    public static readonly Kind<Coupon> Coupon = new()
    {
        Name = "coupon",
        Prefix = "",
        Fields = ["coupon"],
        InPreview = PreviewTable.Over,
        Render = CouponJson.Render,
        Changes = coupon => !coupon.IsDeleted,
        OnRequest = new Dictionary<string, Func<Account, Coupon, JsonNode?>>
        {
            ["applies_to"] = (_, coupon) => new JsonObject { ["products"] = JsonText.Texts(coupon.AppliesToProducts ?? []) },
            ["currency_options"] = (_, coupon) => coupon.CurrencyOptions?.DeepClone() ?? new JsonObject(),
        },
    };

    public static readonly Kind<PromotionCode> PromotionCode = new()
    {
        Name = "promotion_code",
        Prefix = "promo_",
        Fields = ["promotion_code"],
        InPreview = PreviewTable.Shared,
        Render = PromotionCodeJson.Render,
        Changes = _ => true,
    };

    public static readonly Kind<Discount> Discount = new()
    {
        Name = "discount",
        Prefix = "di_",
        Fields = ["discount", "discounts"],
        InPreview = PreviewTable.Over,
        Render = (_, discount) => DiscountJson.Render(discount),
    };

    public static readonly Kind<Meter> Meter = new()
    {
        Name = "billing.meter",
        Prefix = "mtr_",
        InPreview = PreviewTable.Shared,
        Render = (_, meter) => MeterJson.Render(meter),
        Changes = _ => true,
    };

    public static readonly Kind<MeterEvent> MeterEvent = new()
    {
        Name = "billing.meter_event",
        Prefix = "",
        Owner = usage => usage.CustomerId,
        InPreview = PreviewTable.Shared,
    };

    public static readonly Kind<PaymentMethod> PaymentMethod = new()
    {
        Name = "payment_method",
        Prefix = "pm_",
        Owner = method => method.CustomerId,
        Fields = ["default_payment_method", "payment_method"],
        InPreview = PreviewTable.Shared,
        Render = (_, method) => PaymentMethodJson.Render(method),
        Changes = _ => true,
    };

    public static readonly Kind<BalanceTransaction> BalanceTransaction = new()
    {
        Name = "customer_balance_transaction",
        Prefix = "cbtxn_",
        Owner = transaction => transaction.CustomerId,
        Render = (_, transaction) => BalanceTransactionJson.Render(transaction),
    };

    extension(Account account)
    {
        public Table<Customer> Customers => account.Table<Customer>();

        public Table<Product> Products => account.Table<Product>();

        public Table<Price> Prices => account.Table<Price>();

        public Table<Coupon> Coupons => account.Table<Coupon>();

        public Table<PromotionCode> PromotionCodes => account.Table<PromotionCode>();

        public Table<Discount> Discounts => account.Table<Discount>();

        public Table<Meter> Meters => account.Table<Meter>();

        public Table<MeterEvent> MeterEvents => account.Table<MeterEvent>();

        public Table<PaymentMethod> PaymentMethods => account.Table<PaymentMethod>();

        public Table<BalanceTransaction> BalanceTransactions => account.Table<BalanceTransaction>();
    }

    private static string Flag(bool flag) => flag ? "true" : "false";
}
