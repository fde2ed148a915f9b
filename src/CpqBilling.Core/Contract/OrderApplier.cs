using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Contract;

/// <summary>Applies one order: its lines are added, one-time lines are sold and taken back, then its reductions take what is there.</summary>
internal sealed class OrderApplier(BillingContract contract, LineReader lines, EffectiveInstants instants, ContractCalendar calendar)
{
    private readonly Reductions _reductions = new(contract, lines, calendar);

    private readonly HashSet<string> _freeLines =
    [
        .. contract.Orders.SelectMany(order => order.Lines).Where(line => line.IsLeftOutForFree).Select(line => line.Id),
    ];

    /// <summary>What can be said of lines whose order cannot be dated.</summary>
    public ImmutableArray<SyncError> ErrorsOfLines(Order order) => Checked.All(Billed(order).Select(lines.Units)).Errors;

    public Checked<AppliedContract> ApplyInitial(DatedOrder initial) =>
        from read in Checked.Fold(new OrderDraft(new AppliedContract()), Billed(initial.Order), (draft, line) => AddInitial(draft, initial, line))
        select read.Contract.WithOrder(new AppliedOrder(initial.Order, initial.Terms, initial.From, read.OneTime, []));

    public Checked<AppliedContract> Apply(AppliedContract applied, DatedOrder amendment, bool isLastOfInstant)
    {
        if (applied.Termination is { } termination && Reduces(amendment.Order) && !Adds(amendment.Order))
        {
            return Checked.Of(applied, OrderErrors.AmendedAfterTermination(contract.Trigger.Ref, termination.Order.Label));
        }

        return from read in Checked.Fold(new OrderDraft(applied), Billed(amendment.Order), (draft, line) => AddAmended(draft, amendment, line))
            // What is added keeps the contract, however little it is.
            let kept = read.HasAdded ? read.Contract with { Termination = null } : read.Contract
            from reduced in Checked.Fold(kept, read.Reductions, _reductions.Apply)
            let left = !read.HasAdded && !read.Reductions.IsEmpty && (isLastOfInstant || !LeavesUnitsByDate(amendment))
                ? WithTermination(reduced, amendment)
                : reduced
            select left.WithOrder(Billed(amendment, read, left.Termination));
    }

    private static IEnumerable<OrderLine> Billed(Order order) => order.Lines.Where(line => !line.IsSkipped);

    private static bool Reduces(Order order) => order.Lines.Any(line => IsSold(line) && line.Quantity < 0);

    private static bool Adds(Order order) => order.Lines.Any(line => IsSold(line) && line.Quantity > 0);

    private static bool IsSold(OrderLine line) => line is { IsRecurring: true, IsSkipped: false, IsRebate: false };

    private Checked<OrderDraft> AddInitial(OrderDraft draft, DatedOrder initial, OrderLine line) =>
        Otherwise(
            draft,
            lines
                .Units(line)
                .Then(units =>
                    units < 0 ? OrderErrors.NegativeQuantityRevisesNothing(line.Ref)
                    : line.IsRecurring ? AddLine(draft, initial, line, units, line.Id).After(ForeignRevision(line))
                    : AddOneTime(draft, initial.Order, line, units).After(ForeignRevision(line))
                )
        );

    /// <summary>A first order that is no renewal cannot revise anything: alone it is billed, amended it is an error (docs/rules/contract.md 9).</summary>
    private ImmutableArray<SyncError> ForeignRevision(OrderLine line) =>
        line.RevisedLineId is not null && !contract.Initial.Quote!.IsRenewal && !contract.Amendments.IsEmpty
            ? [OrderErrors.RevisedLineUnknown(line.Ref)]
            : [];

    private Checked<OrderDraft> AddAmended(OrderDraft draft, DatedOrder amendment, OrderLine line) =>
        Otherwise(
            draft,
            lines
                .Units(line)
                .Then(units =>
                    UnknownRevision(draft.Contract, line, units) is { } error ? error
                    : units < 0 && draft.Contract.OneTimeLines.Holds(line.RevisedLineId) ? TakeBack(draft, amendment.Order, line, -units)
                    : units < 0 ? draft with { Reductions = draft.Reductions.Add(new Reduction(amendment, line, -units)) }
                    : line.IsRecurring
                        ? AddLine(draft, amendment, line, units, draft.Contract.RootOf(line)).Select(added => added.NotingAddition(line))
                    : AddOneTime(draft, amendment.Order, line, units)
                )
        );

    /// <summary>A line that cannot be applied leaves the others to be looked at.</summary>
    private static Checked<OrderDraft> Otherwise(OrderDraft draft, Checked<OrderDraft> next) => next.HasValue ? next : Checked.Of(draft, next.Errors);

    private Checked<OrderDraft> AddLine(OrderDraft draft, DatedOrder order, OrderLine line, decimal units, string root)
    {
        var term = lines.Term(line, order.Terms, calendar);
        return Checked.Of(
            term.HasValue && units > 0 ? draft.With(Life(order, line, term.Value!, units, root)) : draft.Knowing(line, root),
            term.Errors
        );
    }

    private LineLife Life(DatedOrder order, OrderLine line, LineTerm term, decimal units, string root)
    {
        var starts = new Boundary(calendar.Day.StartOf(term.Start));
        var from = order.Order.IsAmendment && starts <= order.From ? order.From : starts;
        return new LineLife(order.Order, line, term, from, units, root);
    }

    private Checked<OrderDraft> AddOneTime(OrderDraft draft, Order order, OrderLine line, decimal units)
    {
        if (units == 0 && line.UnitPrice is not null)
        {
            return draft;
        }

        return lines
            .Priceable(line)
            .Select(custom => units > 0 ? draft.With(OneTimeLine.Of(order, line, units, custom ?? line.UnitPrice ?? 0), units) : draft);
    }

    private static Checked<OrderDraft> TakeBack(OrderDraft draft, Order amendment, OrderLine line, decimal units)
    {
        var left = draft.Contract.OneTimeLines.Left(line.RevisedLineId!);
        return units > left
            ? OrderErrors.TooManyUnitsRemoved(line.Ref, MinorUnits.Trim(units), MinorUnits.Trim(left))
            : draft.TakingBack(amendment, line, units);
    }

    /// <summary>A revised line must be one of this contract, for additions and reductions alike (docs/rules/contract.md 9).</summary>
    private SyncError? UnknownRevision(AppliedContract applied, OrderLine line, decimal units)
    {
        if (line.RevisedLineId is not { } revised)
        {
            return units < 0 ? OrderErrors.NegativeQuantityRevisesNothing(line.Ref) : null;
        }

        if (applied.Knows(revised) || (units >= 0 && _freeLines.Contains(revised)) || applied.OneTimeLines.Holds(revised))
        {
            return null;
        }

        return line.RevisedOrderLabel is { } label && contract.Orders.All(order => order.Label != label)
            ? OrderErrors.RevisedOrderNotSynced(line.Ref, label)
            : OrderErrors.RevisedLineUnknown(line.Ref);
    }

    /// <summary>
    /// Counted by their dates, the orders up to this one leave units: that none is there just now is only because orders dated later
    /// took effect before it, and what they took comes back with the others of this instant.
    /// </summary>
    private bool LeavesUnitsByDate(DatedOrder amendment) =>
        contract
            .Orders.TakeWhile(order => order != amendment.Order)
            .Append(amendment.Order)
            .SelectMany(order => order.Lines)
            .Where(line => IsSold(line) && (line.EndExclusive is null || line.EndExclusive > amendment.Terms.Start))
            .Sum(line => line.Quantity) > 0;

    private AppliedContract WithTermination(AppliedContract applied, DatedOrder amendment)
    {
        if (!applied.Deferred.IsEmpty || applied.HasUnitsAt(amendment.From, calendar.Day))
        {
            return applied;
        }

        if (applied.IsOverAt(amendment.From, calendar.Day) && LeavesUnitsByDate(amendment))
        {
            return applied;
        }

        var date = amendment.Terms.Start;
        var appliedAt = instants.TerminationAppliedAt(amendment.Order);
        return applied with
        {
            Termination = new Termination(amendment.Order, date, appliedAt, date <= calendar.Start || date <= calendar.Day.DateOf(appliedAt))
            {
                From = amendment.From,
                Removed = applied.RemovalsOf(amendment.Order),
            },
        };
    }

    private AppliedOrder Billed(DatedOrder amendment, OrderDraft read, Termination? termination)
    {
        var applied = new AppliedOrder(
            amendment.Order,
            amendment.Terms,
            amendment.From,
            read.OneTime,
            [.. read.Reductions.Select(reduction => reduction.Line)]
        )
        {
            Returns = read.Returned,
        };
        var isOnce = !read.OneTime.IsEmpty || !read.Returned.IsEmpty;
        return isOnce && read.ChangesNothing ? applied.AsInvoice(instants.AtSync(amendment.Order))
            : isOnce && termination?.Order == amendment.Order ? applied.WithInvoiceAt(amendment.From)
            : applied;
    }
}
