using CpqBilling.Core.Contract;

namespace CpqBilling.Core.Timeline;

/// <summary>What a reduction takes off a line, as CPQ says it, in minor units.</summary>
/// <param name="ByOwnPrice">The same time and units at the price of the line that loses them: CPQ reduces at the price of the line that is revised.</param>
/// <param name="Kept">What of it was billed and is not given back.</param>
public sealed record ReductionAmount(UnitsRemoved Removal, decimal Total, decimal ByOwnPrice, decimal Kept);
