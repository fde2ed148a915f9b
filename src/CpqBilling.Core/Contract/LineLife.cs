using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>One recurring line through the contract: from when it counts, what it costs, and who took units from it.</summary>
/// <param name="From">When it takes effect in Stripe; an initial line at its start, an amended one not before its order did.</param>
/// <param name="Quantity">Units ordered, fractions of one where they are billed by net amounts; metered lines have one.</param>
/// <param name="Root">The line that reductions of this product revise; itself for a new product.</param>
public sealed record LineLife(Order Order, OrderLine Line, LineTerm Term, Boundary From, decimal Quantity, string Root)
{
    private readonly List<UnitsRemoved> _removed = [];

    public IReadOnlyList<UnitsRemoved> Removed => _removed;

    public bool IsInitial => !Order.IsAmendment;

    /// <summary>Ordered in fractions of a unit: billed as one, at the net amount.</summary>
    public bool IsNetAmount => Quantity != decimal.Truncate(Quantity);

    /// <summary>Units left after everything applied so far.</summary>
    public decimal Left { get; private set; } = Quantity;

    /// <summary>When the last of its units leave; null while some stay.</summary>
    public Boundary? Gone => Left == 0 ? _removed.Max(removal => removal.At) : null;

    public decimal QuantityAt(Boundary boundary) => Quantity - _removed.Where(removal => removal.At <= boundary).Sum(removal => removal.Units);

    /// <summary>Units that were really there when the line began: those removed from its first day on never were.</summary>
    public decimal QuantityAtStart => Quantity - _removed.Where(removal => NeverUsed(removal)).Sum(removal => removal.Units);

    public bool NeverUsed(UnitsRemoved removal) => removal.At <= From && removal.Since <= Term.Start;

    public void Remove(UnitsRemoved removal)
    {
        _removed.Add(removal);
        Left -= removal.Units;
    }

    /// <summary>An order that cancels the whole schedule at once takes no units: the schedule ends as it stands.</summary>
    public void UndoRemovalsOf(Order order)
    {
        _removed.RemoveAll(removal => removal.Order == order);
        Left = Quantity - _removed.Sum(removal => removal.Units);
    }
}

/// <param name="At">When the lower quantity takes effect in Stripe.</param>
/// <param name="Since">First day without the units, by the amendment.</param>
public sealed record UnitsRemoved(Order Order, OrderLine By, Boundary At, LocalDate Since, decimal Units)
{
    /// <summary>Units that the same reduction took from newer lines.</summary>
    public decimal TakenBefore { get; init; }
}
