namespace CpqBilling.Web.Orders;

/// <summary>An amount charged once when its phase begins.</summary>
public sealed record ChargeView(string On, string Name, string Kind, long Quantity, string Unit, string Amount);
