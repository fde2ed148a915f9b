namespace CpqBilling.Engine.Application.Contracts;

public sealed record SoldBy(string OrderNumber, Storage.Rows.OrderKind Kind, long Sold);
