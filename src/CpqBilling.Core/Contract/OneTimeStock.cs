using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>The one-time lines of a contract and how much of each has not been taken back.</summary>
internal sealed record OneTimeStock
{
    public static OneTimeStock Empty { get; } = new();

    private ImmutableDictionary<string, (OneTimeLine Line, decimal Left)> Lines { get; init; } =
        ImmutableDictionary<string, (OneTimeLine Line, decimal Left)>.Empty;

    public OneTimeStock With(OneTimeLine line, decimal units) => this with { Lines = Lines.SetItem(line.Line.Id, (line, units)) };

    public bool Holds(string? lineId) => lineId is not null && Lines.ContainsKey(lineId);

    /// <summary>Units that are there to be taken back.</summary>
    public decimal Left(string lineId) => Lines[lineId].Left;

    /// <summary>The stock without units that a line of an amendment takes back, and what that is worth.</summary>
    /// <param name="units">At most what is left.</param>
    public (OneTimeStock Stock, OneTimeReturn Returned) Taking(Order amendment, OrderLine by, decimal units)
    {
        var (line, left) = Lines[by.RevisedLineId!];
        var returned = new OneTimeReturn(amendment, by, line, units, (by.UnitPrice ?? line.Line.UnitPrice ?? 0) * units, left == units);
        return (With(line, left - units), returned);
    }
}
