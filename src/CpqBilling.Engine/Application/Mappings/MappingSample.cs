using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>All mapped objects, with the values of one order.</summary>
/// <param name="Order">Number of the order; null where no order could be read.</param>
/// <param name="Errors">Why the order, or the draft with it, cannot be shown.</param>
public sealed record MappingSample(string? Order, string? AccountName, ImmutableArray<MappingSection> Sections, ImmutableArray<SyncError> Errors);
