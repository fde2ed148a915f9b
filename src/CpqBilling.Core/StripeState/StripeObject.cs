using System.Collections.Immutable;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using NodaTime;

namespace CpqBilling.Core.StripeState;

/// <summary>What Stripe is known to hold under an id: a closed union, read from Stripe or remembered from our own writes.</summary>
public abstract record StripeObject(string Id);

/// <summary>Stripe does not know the id.</summary>
public sealed record MissingObject(string Id) : StripeObject(Id);

/// <summary>The object was deleted; <paramref name="Kind"/> is Stripe's word for it.</summary>
public sealed record DeletedObject(string Id, string Kind) : StripeObject(Id);

/// <param name="LastSent">Canonical JSON of what we last sent; null when we never wrote it (adopted).</param>
/// <param name="Metadata">As read from Stripe; empty when remembered.</param>
public sealed record CustomerState(string Id, string? LastSent, ImmutableDictionary<string, string> Metadata) : StripeObject(Id);

/// <inheritdoc cref="CustomerState"/>
public sealed record ProductState(string Id, string? LastSent, ImmutableDictionary<string, string> Metadata) : StripeObject(Id);

public sealed record PriceState(string Id, bool IsActive, PriceShape Shape, ImmutableDictionary<string, string> Metadata) : StripeObject(Id);

/// <param name="AmountOff">Minor units; null on percent coupons.</param>
public sealed record CouponState(
    string Id,
    string? Name,
    decimal? AmountOff,
    decimal? PercentOff,
    string? Currency,
    CouponDuration Duration,
    int? DurationInMonths
) : StripeObject(Id);

public sealed record InvoiceState(string Id, ImmutableDictionary<string, string> Metadata) : StripeObject(Id)
{
    /// <summary>Null where it was not read.</summary>
    public string? CustomerId { get; init; }
}

/// <summary>An evergreen or migrated subscription.</summary>
public sealed record SubscriptionState(
    string Id,
    SubscriptionStatus Status,
    string? ScheduleId,
    Instant CurrentPeriodStart,
    Instant CurrentPeriodEnd,
    Instant? CancelAt,
    ImmutableArray<SubscriptionItemState> Items,
    ImmutableDictionary<string, string> Metadata
) : StripeObject(Id)
{
    /// <summary>Null where it was not read.</summary>
    public Instant? CreatedAt { get; init; }

    /// <inheritdoc cref="ScheduleState.IsFlexible"/>
    public bool? IsFlexible { get; init; }

    /// <summary>Null where it was not read.</summary>
    public string? CustomerId { get; init; }

    public bool IsCanceled => Status is SubscriptionStatus.Canceled or SubscriptionStatus.IncompleteExpired;
}

public sealed record SubscriptionItemState(string Id, PriceState Price, long? Quantity, ImmutableDictionary<string, string> Metadata);
