using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Cpq;

/// <summary>A CPQ order with its quote, opportunity and lines.</summary>
/// <param name="AmendedContract">The contract its opportunity amends: what makes an order an amendment; its type is only a hint.</param>
/// <param name="CurrencyCode">Null in orgs with one currency.</param>
public sealed record Order(
    CpqRecord Record,
    string? Number,
    string? AccountId,
    Quote? Quote,
    AmendedContract? AmendedContract,
    LocalDate? OpportunityCloseDate,
    Instant CreatedAt,
    Instant? ActivatedAt,
    bool SkipPastInvoices,
    string? CurrencyCode,
    string? StripeId,
    ImmutableArray<OrderLine> Lines
)
{
    public string Id => Record.Id;

    public RecordRef Ref => new("Order", Record.Id);

    public bool IsAmendment => AmendedContract is not null;

    public bool IsOneTimeOnly => Lines.All(line => !line.IsRecurring || line.IsSkipped);

    public bool HasEvergreenLines => Lines.Any(line => line is { IsEvergreen: true, IsSkipped: false });

    /// <summary>No line of it ends by itself, so nothing depends on its term.</summary>
    public bool IsEvergreenOnly => HasEvergreenLines && Lines.All(line => line.IsSkipped || line.IsEvergreen || !line.IsRecurring);

    /// <summary>How people know the order.</summary>
    public string Label => Number ?? Id;
}

/// <param name="EndDate">Inclusive.</param>
/// <param name="Term">Months.</param>
/// <param name="IsRenewal">Its lines name the lines of the contract they renew, and are still the first of a contract of their own.</param>
public sealed record Quote(string Id, LocalDate? StartDate, LocalDate? EndDate, decimal? Term, bool IsRenewal);

/// <param name="OrderId">The order it was made from.</param>
public sealed record AmendedContract(string Id, string? QuoteId, LocalDate? AmendmentStartDate, string? OrderId);
