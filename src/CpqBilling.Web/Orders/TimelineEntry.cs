namespace CpqBilling.Web.Orders;

public sealed record TimelineEntry(string Name, string Quantity, string Price, string Discounts);
