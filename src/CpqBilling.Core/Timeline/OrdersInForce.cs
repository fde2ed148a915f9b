using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Which order a phase is named after: the last one with a line or a reduction in force.</summary>
/// <remarks>A termination that cancels the schedule at once leaves it as it stands and names no phase.</remarks>
internal sealed class OrdersInForce
{
    private readonly ImmutableArray<Order> _orders;
    private readonly Dictionary<string, int> _rankOfOrder;
    private readonly HashSet<Reduction> _reductions;

    public OrdersInForce(ContractLife life, BillingDay day)
    {
        _orders = [.. life.Contract.Orders];
        _rankOfOrder = _orders.Select((order, rank) => (order.Id, rank)).ToDictionary(row => row.Id, row => row.rank);
        _reductions =
        [
            .. from line in life.Lines
            from removal in line.Removed
            where removal.Order != life.Termination?.Order
            select new Reduction(_rankOfOrder[removal.Order.Id], Boundary.Later(line.From, removal.At).At, day.StartOf(line.Term.EndExclusive)),
        ];
    }

    public Order LastAt(Boundary start, IEnumerable<PricedLine> running)
    {
        var adding = running.Max(line => _rankOfOrder[line.Life.Order.Id]);
        var reducing = _reductions.Where(reduction => reduction.From <= start.At && start.At < reduction.End);
        return _orders[reducing.Select(reduction => reduction.Rank).Append(adding).Max()];
    }

    /// <summary>Units of one order are gone from one moment on, until the lines would have ended anyway; equal ones count once.</summary>
    private readonly record struct Reduction(int Rank, Instant From, Instant End);
}
