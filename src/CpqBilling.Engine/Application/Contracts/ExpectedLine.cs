namespace CpqBilling.Engine.Application.Contracts;

/// <param name="Amount">Minor units, before discounts.</param>
/// <param name="Computed">How it was computed, in a sentence with the numbers.</param>
public sealed record ExpectedLine(
    string Name,
    string? Note,
    string OrderNumber,
    string Kind,
    long Quantity,
    decimal Amount,
    decimal Discount,
    string Computed
);
