using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An order product as CPQ sold it.</summary>
/// <param name="UnitPrice">Major units, for the whole line; null where it is missing.</param>
public sealed record SoldLine(
    string Id,
    string OrderNumber,
    string Product,
    string Charged,
    decimal Quantity,
    decimal? UnitPrice,
    LocalDate? From,
    LocalDate? Until,
    bool IsSkipped
);
