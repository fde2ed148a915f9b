using System.Collections.Immutable;

namespace CpqBilling.Core.Contract;

/// <summary>Units that are given back when the contract is over: no phase is left to have fewer, so they are counted by their dates.</summary>
/// <param name="TakenOfRoot">By the line that reductions revise.</param>
internal sealed record LateReductions(ImmutableDictionary<string, decimal> TakenOfRoot)
{
    public static LateReductions None { get; } = new(ImmutableDictionary<string, decimal>.Empty);

    /// <summary>Null where that many were not there on their date.</summary>
    /// <param name="present">Units that ran on the first day without them.</param>
    public LateReductions? Taking(string root, decimal units, decimal present)
    {
        var taken = TakenOfRoot.GetValueOrDefault(root) + units;
        return taken <= present ? new LateReductions(TakenOfRoot.SetItem(root, taken)) : null;
    }
}
