using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>One line of an invoice that a contract will make or made, as the forecast of its last run told it.</summary>
public sealed class ExpectedAmount
{
    public required string OrgId { get; init; }

    public required string ContractKey { get; init; }

    /// <summary>Counts the invoices of the contract from 0.</summary>
    public required int Invoice { get; init; }

    /// <summary>Counts the lines of the invoice from 0.</summary>
    public required int Line { get; init; }

    public required LocalDate Date { get; init; }

    public required string Currency { get; init; }

    public string? AccountId { get; init; }

    public required string AccountName { get; init; }

    public required string OrderId { get; init; }

    public required string OrderNumber { get; init; }

    public required string OrderLineId { get; init; }

    public required string Product { get; init; }

    /// <summary>recurring, one-time, remainder, proration or credit.</summary>
    public required string Kind { get; init; }

    public required long Quantity { get; init; }

    /// <summary>Minor units, before discounts.</summary>
    public required long Amount { get; init; }

    /// <summary>Minor units.</summary>
    public required long Discount { get; init; }
}
