using System.Collections.Immutable;
using CpqBilling.Core.Money;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An invoice that Stripe made.</summary>
/// <param name="Number">Null while it is a draft.</param>
/// <param name="Total">Minor units, discounts taken off, taxes included.</param>
/// <param name="Tax">Minor units.</param>
/// <param name="Status">draft, open, paid, void or uncollectible.</param>
/// <param name="Page">Where the customer sees it.</param>
public sealed record ActualInvoice(
    string Id,
    string? Number,
    LocalDate Date,
    decimal Total,
    decimal Tax,
    decimal Paid,
    string Status,
    string Currency,
    string? Page,
    ImmutableArray<ActualLine> Lines
);
