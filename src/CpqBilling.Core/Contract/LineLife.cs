using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>One recurring line through the contract: from when it counts, what it costs, and who took units from it.</summary>
/// <param name="From">When it takes effect in Stripe; an initial line at its start, an amended one not before its order did.</param>
/// <param name="Quantity">Units ordered, fractions of one where they are billed by net amounts; metered lines have one.</param>
/// <param name="Root">The line that reductions of this product revise; itself for a new product.</param>
public sealed record LineLife(Order Order, OrderLine Line, LineTerm Term, Boundary From, decimal Quantity, string Root)
{
    public ImmutableArray<UnitsRemoved> Removed { get; private init; } = [];

    /// <summary>Units left after everything applied so far.</summary>
    public decimal Left { get; private init; } = Quantity;

    public bool IsInitial => !Order.IsAmendment;

    /// <summary>Ordered in fractions of a unit: billed as one, at the net amount.</summary>
    public bool IsNetAmount => Quantity != decimal.Truncate(Quantity);

    /// <summary>When the last of its units leave; null while some stay.</summary>
    public Boundary? Gone => Left == 0 ? Removed.Max(removal => removal.At) : null;

    /// <remarks>A loop, for it is asked of every line in every phase, and nearly all have lost nothing.</remarks>
    public decimal QuantityAt(Boundary boundary)
    {
        var units = Quantity;
        foreach (var removal in Removed)
        {
            units -= removal.At <= boundary ? removal.Units : 0;
        }

        return units;
    }

    /// <summary>Units that were really there when the line began: those removed from its first day on never were.</summary>
    public decimal QuantityAtStart => Quantity - UnitsOf(NeverUsed);

    public bool NeverUsed(UnitsRemoved removal) => removal.At <= From && removal.Since <= Term.Start;

    public LineLife Without(UnitsRemoved removal) => this with { Removed = Removed.Add(removal), Left = Left - removal.Units };

    public LineLife WithoutRemovalsOf(Order order) =>
        Removed.Any(removal => removal.Order == order)
            ? this with
            {
                Removed = Removed.RemoveAll(removal => removal.Order == order),
                Left = Quantity - UnitsOf(removal => removal.Order != order),
            }
            : this;

    private decimal UnitsOf(Func<UnitsRemoved, bool> isMeant) => Removed.Where(isMeant).Sum(removal => removal.Units);
}
