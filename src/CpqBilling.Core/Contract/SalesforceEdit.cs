using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Contract;

/// <summary>A field that is not what it was when its order was last sent.</summary>
/// <param name="Field">Null where the whole record came or went.</param>
/// <param name="From">Null where there was none.</param>
/// <param name="To">Null where there is none any more.</param>
public sealed record SalesforceEdit(RecordRef Record, string? Field, string? From, string? To);
