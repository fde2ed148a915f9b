using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Cli.Demo;

/// <summary>Where the sales team of the demo works: its products, and the contracts it sold so far.</summary>
/// <remarks>Everything begins on the first of the running month, so that whatever day the demo runs the periods are whole.</remarks>
internal sealed class SalesDesk
{
    private readonly SalesTeam _team;
    private readonly DateOnly _today;
    private readonly Dictionary<string, string> _products = [];
    private readonly Dictionary<string, string> _firstOrders = [];

    private SalesDesk(SalesTeam team, DateOnly today)
    {
        _team = team;
        _today = today;
        Start = new DateOnly(today.Year, today.Month, 1);
    }

    public DateOnly Start { get; }

    /// <summary>Goes on where an earlier start was interrupted: what stands on an activated order is known, anything half done is done anew.</summary>
    public static async Task<SalesDesk> OpenAsync(SalesTeam team, DateOnly today)
    {
        var desk = new SalesDesk(team, today);
        foreach (var sold in await team.SoldAsync())
        {
            desk._firstOrders.TryAdd(sold.Customer, sold.OrderId);
            desk._products.TryAdd(sold.ProductCode, sold.ProductId);
        }

        return desk;
    }

    public Task<string> SellAsync(string customer, int? termMonths, NewLine[] lines, params NewCoupon[] coupons) =>
        SellAsync(customer, new NewQuote("", Start, termMonths, lines) { Coupons = coupons });

    /// <summary>An order without a term.</summary>
    public Task<string> SellFromTodayAsync(string customer, params NewLine[] lines) => SellAsync(customer, new NewQuote("", _today, 1, lines));

    /// <summary>An order that nobody has activated yet.</summary>
    public Task<string> DraftAsync(string customer, params NewLine[] lines) => OrderAsync(customer, new NewQuote("", Start, 12, lines));

    private async Task<string> SellAsync(string customer, NewQuote quote)
    {
        var order = await OrderAsync(customer, quote);
        await _team.ActivateAsync(order);
        return _firstOrders[customer] = order;
    }

    private async Task<string> OrderAsync(string customer, NewQuote quote)
    {
        var account = new NewAccount(customer)
        {
            BillingStreet = "1 Market Street",
            BillingCity = "Springfield",
            BillingCountry = "United States",
        };
        var id = await _team.QuoteAsync(quote with { AccountId = await _team.CreateAccountAsync(account) });
        return await _team.OrderAsync(id);
    }

    /// <summary>Raises the quantity of a product some months into the customer's contract.</summary>
    public async Task<string> RaiseAsync(string customer, int afterMonths, NewProduct product, decimal newQuantity)
    {
        var contract = await _team.ContractAsync(_firstOrders[customer]);
        return await _team.AmendAsync(contract, Start.AddMonths(afterMonths), [new NewQuantity(await ProductAsync(product), newQuantity)]);
    }

    public async Task<NewLine> LineAsync(NewProduct product, decimal quantity = 1) => new(await ProductAsync(product), quantity);

    public async Task<NewLine> RampAsync(NewProduct product, params decimal[] quantities) =>
        new(await ProductAsync(product), quantities[0]) { Segments = [.. quantities.Select(quantity => new NewSegment(quantity))] };

    /// <summary>Products are made when they are first sold.</summary>
    private async Task<string> ProductAsync(NewProduct product) =>
        _products.TryGetValue(product.Code, out var known) ? known : _products[product.Code] = await _team.CreateProductAsync(product);
}
