using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Pricing;

/// <summary>A one-time line with the price it is charged by.</summary>
/// <param name="Unit">Minor units per unit.</param>
public sealed record PricedOneTimeLine(OrderLine Line, PriceSpec Price, decimal Unit, long Quantity);
