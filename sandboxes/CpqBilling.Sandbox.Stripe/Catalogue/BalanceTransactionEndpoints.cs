namespace CpqBilling.Sandbox.Stripe.Catalogue;

/// <summary>Movements of a customer's balance made by hand; those of invoices are recorded when they are finalised.</summary>
internal static class BalanceTransactionEndpoints
{
    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/customers/{id}/balance_transactions",
                () =>
                    ParameterShape
                        .Of<Sdk.CustomerBalanceTransactionCreateOptions>()
                        .Require("amount", "currency")
                        .Between("amount", -InvoiceItemEndpoints.MostAmount, InvoiceItemEndpoints.MostAmount),
                Create
            )
            .Get("/v1/customers/{id}/balance_transactions", () => ParameterShape.Of<Sdk.CustomerBalanceTransactionListOptions>(), List);

    private static JsonObject List(ApiCall call)
    {
        var page = call.Page;
        var customer = call.Account.Customers.InPath(call.Id, "customer");
        return page.Of(
            call.Account.BalanceTransactions.OwnedBy(customer.Id)
                .Where(transaction => page.Equal("invoice", transaction.InvoiceId) && page.Fits("created", transaction.Created)),
            BalanceTransactionJson.Render
        );
    }

    public static BalanceTransaction Record(Account account, Customer customer, long amount, string currency, string type, string? invoiceId = null)
    {
        customer.Balance += amount;
        customer.Currency ??= currency;
        var transaction = account.Stamp(
            new BalanceTransaction
            {
                CustomerId = customer.Id,
                Amount = amount,
                Currency = currency,
                EndingBalance = customer.Balance,
                Type = type,
                InvoiceId = invoiceId,
            },
            account.NowOf(customer)
        );
        account.BalanceTransactions.Add(transaction);
        return transaction;
    }

    private static JsonObject Create(ApiCall call)
    {
        var customer = call.Account.Customers.InPath(call.Id, "customer");
        var transaction = Record(call.Account, customer, call.Form.Whole("amount")!.Value, Currencies.Read(call.Form), "adjustment");
        transaction.Description = call.Form.Text("description");
        transaction.Metadata = MetadataRules.Read(call.Form);
        call.Account.Events.RecordUpdate("customer.updated", customer);
        return BalanceTransactionJson.Render(transaction);
    }
}

internal static class BalanceTransactionJson
{
    public static JsonObject Render(BalanceTransaction transaction) =>
        new()
        {
            ["id"] = transaction.Id,
            ["object"] = "customer_balance_transaction",
            ["amount"] = transaction.Amount,
            ["checkout_session"] = null,
            ["created"] = transaction.Created,
            ["credit_note"] = transaction.CreditNoteId,
            ["currency"] = transaction.Currency,
            ["customer"] = transaction.CustomerId,
            ["customer_account"] = null,
            ["description"] = transaction.Description,
            ["ending_balance"] = transaction.EndingBalance,
            ["invoice"] = transaction.InvoiceId,
            ["livemode"] = false,
            ["metadata"] = JsonText.Metadata(transaction.Metadata),
            ["type"] = transaction.Type,
        };
}
