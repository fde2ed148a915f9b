using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Cli.Demo;

/// <summary>Where the sales team of the demo works: its products, and the contracts it sold so far.</summary>
/// <remarks>Everything begins on the first of the running month, so that whatever day the demo runs the periods are whole.</remarks>
internal sealed class SalesDesk(SalesTeam team, Func<DateOnly> today)
{
    private readonly Dictionary<string, string> _products = [];
    private readonly Dictionary<string, string> _orders = [];

    public DateOnly Start { get; } = new(today().Year, today().Month, 1);

    public Task<string> SellAsync(string customer, int? termMonths, NewLine[] lines, params NewCoupon[] coupons) =>
        SellAsync(customer, new NewQuote("", Start, termMonths, lines) { Coupons = coupons });

    /// <summary>Evergreen orders cannot start in the past.</summary>
    public Task<string> SellFromTodayAsync(string customer, params NewLine[] lines) => SellAsync(customer, new NewQuote("", today(), 1, lines));

    private async Task<string> SellAsync(string customer, NewQuote quote)
    {
        var account = new NewAccount(customer)
        {
            BillingStreet = "1 Market Street",
            BillingCity = "Springfield",
            BillingCountry = "United States",
        };
        var id = await team.QuoteAsync(quote with { AccountId = await team.CreateAccountAsync(account) });
        var order = await team.OrderAsync(id);
        await team.ActivateAsync(order);
        return _orders[customer] = order;
    }

    /// <summary>Raises the quantity of a product some months into the customer's contract.</summary>
    public async Task<string> RaiseAsync(string customer, int afterMonths, NewProduct product, decimal newQuantity)
    {
        var contract = await team.ContractAsync(_orders[customer]);
        return await team.AmendAsync(contract, Start.AddMonths(afterMonths), [new NewQuantity(await ProductAsync(product), newQuantity)]);
    }

    public async Task<NewLine> LineAsync(NewProduct product, decimal quantity = 1) => new(await ProductAsync(product), quantity);

    public async Task<NewLine> RampAsync(NewProduct product, params decimal[] quantities) =>
        new(await ProductAsync(product), quantities[0]) { Segments = [.. quantities.Select(quantity => new NewSegment(quantity))] };

    /// <summary>Products are made when they are first sold.</summary>
    private async Task<string> ProductAsync(NewProduct product) =>
        _products.TryGetValue(product.Code, out var known) ? known : _products[product.Code] = await team.CreateProductAsync(product);
}
