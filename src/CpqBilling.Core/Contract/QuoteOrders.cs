using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Contract;

/// <summary>The first orders made from one quote: each begins a contract of its own, and an amendment belongs to the one whose lines it revises.</summary>
/// <param name="Orders">Those that are billed; where none is, those that are not yet.</param>
internal sealed class QuoteOrders(ImmutableArray<Order> orders, IReadOnlyDictionary<string, Order> all)
{
    private readonly ImmutableHashSet<string> _ids = [.. orders.Select(order => order.Id)];

    /// <summary>Lines with their orders; asked for only where a quote was split into several orders.</summary>
    private Dictionary<string, (Order Order, OrderLine Line)> Lines =>
        field ??= all.Values.SelectMany(order => order.Lines, (order, line) => (Order: order, Line: line)).ToDictionary(row => row.Line.Id);

    public static QuoteOrders From(string? quoteId, IReadOnlyDictionary<string, Order> all, IReadOnlySet<string> eligible)
    {
        var made = all.Values.Where(order => !order.IsAmendment && quoteId is not null && order.Quote?.Id == quoteId).ToList();
        var billed = made.Where(order => eligible.Contains(order.Id)).ToList();
        return new QuoteOrders([.. (billed.Count > 0 ? billed : made).OrderBy(order => order.Id, StringComparer.Ordinal)], all);
    }

    /// <summary>The order whose contract the amendment changes.</summary>
    public Checked<Order> AmendedBy(Order amendment)
    {
        if (orders.Length <= 1)
        {
            return orders.IsEmpty ? OrderErrors.InitialOrderMissing(amendment.Ref) : orders[0];
        }

        var revised = Revised(amendment);
        return revised.Count > 1 ? OrderErrors.RevisesSeveralOrders(amendment.Ref, Labels(revised))
            : (revised.FirstOrDefault() ?? Contracted(amendment)) is { } order ? order
            : OrderErrors.SeveralInitialOrders(amendment.Ref, Labels(orders));
    }

    private List<Order> Revised(Order amendment) =>
        [
            .. amendment
                .Lines.Where(line => !line.IsSkipped)
                .Select(First)
                .OfType<Order>()
                .DistinctBy(order => order.Id)
                .OrderBy(order => order.Id, StringComparer.Ordinal),
        ];

    /// <summary>Back along the revisions to a line of one of the orders; a line that an earlier amendment brought belongs where that one does.</summary>
    private Order? First(OrderLine line)
    {
        var seen = new HashSet<string>();
        while (line.RevisedLineId is { } id && seen.Add(id) && Lines.TryGetValue(id, out var row))
        {
            var (order, revised) = row;
            if (_ids.Contains(order.Id))
            {
                return order;
            }

            if (revised.RevisedLineId is null)
            {
                return order.IsAmendment ? Revised(order).FirstOrDefault() ?? Contracted(order) : null;
            }

            line = revised;
        }

        return null;
    }

    /// <summary>What CPQ says the contract was made from, for an amendment that only adds.</summary>
    private Order? Contracted(Order amendment) => orders.FirstOrDefault(order => order.Id == amendment.AmendedContract?.OrderId);

    private static string Labels(IEnumerable<Order> orders) => string.Join(" and ", orders.Select(order => order.Label));
}
