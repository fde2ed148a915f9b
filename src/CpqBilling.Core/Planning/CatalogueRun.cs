using CpqBilling.Core.Comparison;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Planning;

/// <summary>The run for which products and prices are made.</summary>
/// <param name="Products">When products that exist are sent again.</param>
/// <param name="Trigger">The record the sync started from.</param>
/// <param name="Now">When it began; matters to throw-away prices of orders only.</param>
public sealed record CatalogueRun(Refresh Products, RecordRef Trigger, Instant Now);
