using NodaTime;

namespace CpqBilling.Storage.Rows;

/// <summary>An order as lists, search and issues show it; rewritten after every run of its contract, and made anew by a sync when it is lost.</summary>
public sealed class ListedOrder
{
    public required string OrgId { get; init; }

    public required string OrderId { get; init; }

    /// <summary>The initial order of its contract, under which runs and jobs stand.</summary>
    public required string ContractKey { get; set; }

    public required string Number { get; set; }

    public string? AccountId { get; set; }

    public string AccountName { get; set; } = "";

    public OrderKind Kind { get; set; }

    public Instant? ActivatedAt { get; set; }

    public required OrderState State { get; set; }

    /// <summary>Why nothing was to be done, or what is waited for.</summary>
    public string? Reason { get; set; }

    /// <summary>Errors of the last run. JSON.</summary>
    public string? ErrorsJson { get; set; }

    /// <summary>Code of the first of them.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>Since when it has been in need of somebody; null otherwise.</summary>
    public Instant? RaisedAt { get; set; }

    /// <summary>What CPQ sold with it, in minor units; null on evergreen orders, which have no total.</summary>
    public long? Sold { get; set; }

    /// <summary>ISO code in lower case; null where the order could not be read that far.</summary>
    public string? Currency { get; set; }

    public LocalDate? NextInvoiceOn { get; set; }

    /// <summary>Schedule, subscription or invoice of the contract.</summary>
    public string? StripeId { get; set; }

    public string? CustomerId { get; set; }

    /// <summary>When a run last looked at it.</summary>
    public required Instant ChangedAt { get; set; }
}
