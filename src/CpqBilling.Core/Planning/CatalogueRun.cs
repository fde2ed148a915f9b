using CpqBilling.Core.Comparison;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Planning;

/// <summary>The run for which products and prices are made.</summary>
/// <param name="Products">When products that exist are sent again.</param>
/// <param name="Trigger">The record the sync started from.</param>
public sealed record CatalogueRun(Refresh Products, RecordRef Trigger);
