namespace CpqBilling.Web.Orders;

/// <param name="Left">Share of the contract before the bar, in per cent.</param>
/// <param name="Width">In per cent.</param>
public sealed record TimelineBar(double Left, double Width, string From, string To, string Quantity, string Price);
