using System.Collections.Immutable;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Id">Of Salesforce, 18 characters.</param>
/// <param name="ContractKey">The first order of its contract.</param>
public sealed record ApiOrder(string Id, string Number, string ContractKey, string? AccountId, string AccountName, string Kind, string State)
{
    public string? Reason { get; init; }

    public ImmutableArray<ApiError> Errors { get; init; } = [];

    public Instant? ActivatedAt { get; init; }

    /// <summary>What CPQ sold with it, in minor units; null on evergreen orders.</summary>
    public long? Sold { get; init; }

    /// <summary>ISO code in lower case.</summary>
    public string? Currency { get; init; }

    public LocalDate? NextInvoiceOn { get; init; }

    /// <summary>Schedule, subscription or invoice.</summary>
    public string? StripeId { get; init; }

    public string? CustomerId { get; init; }

    public required Instant ChangedAt { get; init; }

    internal static ApiOrder Of(ListedOrder row) =>
        new(row.OrderId, row.Number, row.ContractKey, row.AccountId, row.AccountName, OrderWords.Slug(row.Kind), OrderWords.Slug(row.State))
        {
            Reason = row.Reason,
            Errors = ApiError.Of(row.ErrorsJson),
            ActivatedAt = row.ActivatedAt,
            Sold = row.Sold,
            Currency = row.Currency,
            NextInvoiceOn = row.NextInvoiceOn,
            StripeId = row.StripeId,
            CustomerId = row.CustomerId,
            ChangedAt = row.ChangedAt,
        };
}
