using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>The one-time lines of a contract and how much of each has not been taken back.</summary>
internal sealed class OneTimeStock
{
    private readonly Dictionary<string, (OneTimeLine Line, decimal Left)> _lines = [];

    public void Add(OneTimeLine line, decimal units) => _lines[line.Line.Id] = (line, units);

    public bool Holds(string? lineId) => lineId is not null && _lines.ContainsKey(lineId);

    /// <summary>Units that are there to be taken back.</summary>
    public decimal Left(string lineId) => _lines[lineId].Left;

    /// <param name="units">At most what is left.</param>
    public OneTimeReturn Take(Order amendment, OrderLine by, decimal units)
    {
        var (line, left) = _lines[by.RevisedLineId!];
        _lines[by.RevisedLineId!] = (line, left - units);
        return new OneTimeReturn(amendment, by, line, units, (by.UnitPrice ?? line.Line.UnitPrice ?? 0) * units, left == units);
    }
}
