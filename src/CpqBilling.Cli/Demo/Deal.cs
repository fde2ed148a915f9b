namespace CpqBilling.Cli.Demo;

/// <summary>One thing the sales team of the demo sells, up to the activated order.</summary>
/// <param name="Kind">What is sold, in a few words.</param>
/// <param name="Sell">Quotes, orders and activates; yields the order's id.</param>
/// <param name="Mistake">True for the order that must be refused.</param>
internal sealed record Deal(string Customer, string Kind, Func<SalesDesk, Task<string>> Sell, bool Mistake = false);
