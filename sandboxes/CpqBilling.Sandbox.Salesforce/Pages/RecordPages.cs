using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>What the pages of single records and of lists show.</summary>
internal sealed class RecordPages(OrgReader reader)
{
    private static readonly string[] OrderColumns = ["Order", "Type", "Status", "Starts", "Total", "Stripe"];
    private static readonly string[] QuoteColumns = ["Quote", "Account", "Type", "Starts", "Months", "Ends", "Ordered"];
    private static readonly string[] ContractColumns = ["Contract", "Account", "Starts", "Ends", "Months", "Renewal quoted"];
    private static readonly string[] LineColumns =
    [
        "Product",
        "Action",
        "Quantity",
        "Unit price",
        "Total",
        "Multiplier",
        "From",
        "To",
        "Segment",
        "Stripe",
    ];

    public TableModel Accounts() =>
        reader.List(
            "Account",
            ["Account", "City", "Phone", "Stripe"],
            account =>
                [
                    Cells.Link(account, "Name", "accounts"),
                    Cells.Text(account, "BillingCity"),
                    Cells.Text(account, "Phone"),
                    Cells.Text(account, "Stripe_ID__c"),
                ]
        );

    public TableModel Products() =>
        reader.List(
            "Product2",
            ["Product", "Code", "Sold", "Billed", "Term", "Price", "Stripe"],
            product =>
                [
                    Cells.Text(product, "Name"),
                    Cells.Text(product, "ProductCode"),
                    new Cell(Sold(product)),
                    new Cell(
                        $"{product.Text("SBQQ__BillingFrequency__c") ?? "–"}{(product.Text("SBQQ__BillingType__c") == "Arrears" ? ", metered" : "")}"
                    ),
                    Cells.Number(product, "SBQQ__SubscriptionTerm__c"),
                    reader.Org.Store.Children(product, "PricebookEntry", "Product2Id") is [var entry, ..]
                        ? Cells.Money(entry, "UnitPrice")
                        : new Cell("–", IsNumber: true),
                    Cells.Text(product, "Stripe_ID__c"),
                ]
        );

    public TableModel Prices() =>
        reader.List(
            "PricebookEntry",
            ["Product", "Code", "Price book", "List price", "Active", "Stripe"],
            entry =>
                [
                    Cells.Text(entry, "Name"),
                    Cells.Text(entry, "ProductCode"),
                    Cells.Text(reader.Parent(entry, "Pricebook2Id"), "Name"),
                    Cells.Money(entry, "UnitPrice"),
                    Cells.Flag(entry, "IsActive"),
                    Cells.Text(entry, "Stripe_ID__c"),
                ]
        );

    public TableModel Quotes() => reader.List("SBQQ__Quote__c", QuoteColumns, QuoteRow);

    public TableModel Orders() =>
        reader.List(
            "Order",
            ["Order", "Account", .. OrderColumns[1..]],
            order => [Cells.Link(order, "OrderNumber", "orders"), AccountOf(order, "AccountId"), .. OrderRow(order)[1..]]
        );

    public TableModel Contracts() => reader.List("Contract", ContractColumns, ContractRow);

    public RecordModel Account(Record account) =>
        new(
            "Account",
            account.Text("Name") ?? account.Id,
            account.Id,
            [
                new("Phone", Cells.Text(account, "Phone")),
                new("Street", Cells.Text(account, "BillingStreet")),
                new("City", Cells.Text(account, "BillingCity")),
                new("Country", Cells.Text(account, "BillingCountry")),
                new("Stripe customer", Cells.Text(account, "Stripe_ID__c")),
            ],
            [
                ("Orders", reader.Children(account, "Order", "AccountId", OrderColumns, OrderRow)),
                ("Contracts", reader.Children(account, "Contract", "AccountId", ContractColumns, ContractRow)),
                ("Quotes", reader.Children(account, "SBQQ__Quote__c", "SBQQ__Account__c", QuoteColumns, QuoteRow)),
            ]
        );

    public RecordModel Quote(Record quote) =>
        new(
            "Quote",
            quote.Text("Name") ?? quote.Id,
            quote.Id,
            [
                new("Account", AccountOf(quote, "SBQQ__Account__c")),
                new("Type", Cells.Text(quote, "SBQQ__Type__c")),
                new("Starts", Cells.Date(quote, "SBQQ__StartDate__c")),
                new("Months", Cells.Number(quote, "SBQQ__SubscriptionTerm__c")),
                new("Ends", Cells.Date(quote, "SBQQ__EndDate__c")),
                new("Net amount", Cells.Money(quote, "SBQQ__NetAmount__c")),
                new("Amends", Cells.Link(reader.Parent(quote, "SBQQ__MasterContract__c"), "ContractNumber", "contracts")),
            ],
            [
                (
                    "Lines",
                    reader.Children(
                        quote,
                        "SBQQ__QuoteLine__c",
                        "SBQQ__Quote__c",
                        ["Product", "Segment", "Quantity", "List price", "Discount %", "Net unit price", "From", "To"],
                        QuoteLineRow
                    )
                ),
                ("Orders", reader.Children(quote, "Order", "SBQQ__Quote__c", OrderColumns, OrderRow)),
            ]
        )
        {
            State = quote.IsTrue("SBQQ__Ordered__c") ? "Ordered" : quote.Text("SBQQ__Status__c"),
        };

    public RecordModel Order(Record order) =>
        new(
            "Order",
            order.Text("OrderNumber") ?? order.Id,
            order.Id,
            [
                new("Account", AccountOf(order, "AccountId")),
                new("Type", Cells.Text(order, "Type")),
                new("Starts", Cells.Date(order, "EffectiveDate")),
                new("Total", Cells.Money(order, "TotalAmount")),
                new("Quote", Cells.Link(reader.Parent(order, "SBQQ__Quote__c"), "Name", "quotes")),
                new("Contracted", Cells.Flag(order, "SBQQ__Contracted__c")),
                new("In Stripe", Cells.Text(order, "Stripe_ID__c")),
                new("Sync status", Cells.Text(order, "Stripe_Sync_Status__c")),
            ],
            [
                ("Lines", reader.Children(order, "OrderItem", "OrderId", LineColumns, LineRow)),
                (
                    "Coupons",
                    reader.Children(
                        order,
                        "Order_Stripe_Coupon__c",
                        "Order__c",
                        ["Coupon", "Per cent off", "Amount off", "Duration", "Stripe"],
                        CouponRow
                    )
                ),
                ("Contracts", reader.Children(order, "Contract", "SBQQ__Order__c", ContractColumns, ContractRow)),
            ]
        )
        {
            State = order.Text("Status"),
        };

    public RecordModel Contract(Record contract) =>
        new(
            "Contract",
            contract.Text("ContractNumber") ?? contract.Id,
            contract.Id,
            [
                new("Account", AccountOf(contract, "AccountId")),
                new("Starts", Cells.Date(contract, "StartDate")),
                new("Ends", Cells.Date(contract, "EndDate")),
                new("Months", Cells.Number(contract, "ContractTerm")),
                new("Quote", Cells.Link(reader.Parent(contract, "SBQQ__Quote__c"), "Name", "quotes")),
                new("Latest order", Cells.Link(reader.Parent(contract, "SBQQ__Order__c"), "OrderNumber", "orders")),
                new("Renewal quoted", Cells.Flag(contract, "SBQQ__RenewalQuoted__c")),
            ],
            [
                ("Amendment and renewal quotes", reader.Children(contract, "SBQQ__Quote__c", "SBQQ__MasterContract__c", QuoteColumns, QuoteRow)),
                ("Order products", reader.Children(contract, "OrderItem", "SBQQ__Contract__c", LineColumns, LineRow)),
            ]
        );

    private Cell AccountOf(Record record, string lookup) => Cells.Link(reader.Parent(record, lookup), "Name", "accounts");

    private Cell[] OrderRow(Record order) =>
        [
            Cells.Link(order, "OrderNumber", "orders"),
            Cells.Text(order, "Type"),
            Cells.State(order, "Status"),
            Cells.Date(order, "EffectiveDate"),
            Cells.Money(order, "TotalAmount"),
            Cells.Text(order, "Stripe_ID__c"),
        ];

    private Cell[] QuoteRow(Record quote) =>
        [
            Cells.Link(quote, "Name", "quotes"),
            AccountOf(quote, "SBQQ__Account__c"),
            Cells.Text(quote, "SBQQ__Type__c"),
            Cells.Date(quote, "SBQQ__StartDate__c"),
            Cells.Number(quote, "SBQQ__SubscriptionTerm__c"),
            Cells.Date(quote, "SBQQ__EndDate__c"),
            Cells.Flag(quote, "SBQQ__Ordered__c"),
        ];

    private Cell[] ContractRow(Record contract) =>
        [
            Cells.Link(contract, "ContractNumber", "contracts"),
            AccountOf(contract, "AccountId"),
            Cells.Date(contract, "StartDate"),
            Cells.Date(contract, "EndDate"),
            Cells.Number(contract, "ContractTerm"),
            Cells.Flag(contract, "SBQQ__RenewalQuoted__c"),
        ];

    private Cell[] QuoteLineRow(Record line) =>
        [
            Cells.Text(reader.Parent(line, "SBQQ__Product__c"), "Name"),
            Cells.Text(line, "SBQQ__SegmentLabel__c"),
            Cells.Number(line, "SBQQ__Quantity__c"),
            Cells.Money(line, "SBQQ__ListPrice__c"),
            Cells.Number(line, "SBQQ__Discount__c"),
            Cells.Money(line, "SBQQ__NetPrice__c"),
            Cells.Date(line, "SBQQ__EffectiveStartDate__c"),
            Cells.Date(line, "SBQQ__EffectiveEndDate__c"),
        ];

    private Cell[] LineRow(Record line) =>
        [
            Cells.Text(reader.Parent(line, "Product2Id"), "Name"),
            Cells.Text(line, "SBQQ__ContractAction__c"),
            Cells.Number(line, "Quantity"),
            Cells.Money(line, "UnitPrice"),
            Cells.Money(line, "TotalPrice"),
            Cells.Number(line, "SBQQ__ProrateMultiplier__c"),
            Cells.Date(line, "ServiceDate"),
            Cells.Date(line, "EndDate"),
            Cells.Number(line, "SBQQ__SegmentIndex__c"),
            Cells.Text(line, "Stripe_ID__c"),
        ];

    private Cell[] CouponRow(Record coupon) =>
        [
            Cells.Text(coupon, "Name__c"),
            Cells.Number(coupon, "Percent_Off__c"),
            Cells.Number(coupon, "Amount_Off__c"),
            Cells.Text(coupon, "Duration__c"),
            Cells.Text(coupon, "Stripe_ID__c"),
        ];

    private string Sold(Record product) =>
        product.Text("SBQQ__SubscriptionType__c") is not { } type ? "Once"
        : reader.Org.Store.Children(product, "SBQQ__Dimension__c", "SBQQ__Product__c") is [var ramp, ..]
            ? $"Ramp by {ramp.Text("SBQQ__Type__c")?.ToLowerInvariant()}"
        : type;
}
