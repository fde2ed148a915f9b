using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Pricing;

/// <summary>What a price is read from: the price-book entry or the order line.</summary>
/// <param name="Key">Symbolic name of the price.</param>
/// <param name="ObjectKey">Whose mappings apply.</param>
internal sealed record PriceSource(string Key, string ObjectKey, CpqRecord Record, OrderLine Line, RecordRef Ref);
