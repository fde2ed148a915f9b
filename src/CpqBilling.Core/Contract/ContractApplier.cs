using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Applies the orders of a contract one after the other: lines are added, reductions take units from the newest first (R5).</summary>
public sealed class ContractApplier(
    BillingContract contract,
    TermReader terms,
    LineReader lines,
    EffectiveInstants instants,
    ContractCalendar calendar,
    ErrorList errors
)
{
    private readonly List<LineLife> _lives = [];
    private readonly List<AppliedOrder> _orders = [];
    private readonly Dictionary<string, string> _rootOfLine = [];
    private readonly Dictionary<string, List<LineLife>> _livesOfRoot = [];
    private readonly OneTimeStock _oneTimeLines = new();
    private readonly HashSet<string> _freeLines =
    [
        .. contract.Orders.SelectMany(order => order.Lines).Where(line => line.IsLeftOutForFree).Select(line => line.Id),
    ];
    private readonly List<DeferredReduction> _deferred = [];
    private readonly Dictionary<string, int> _rankOfAmendment = contract.Amendments.Select((order, rank) => (order.Id, rank)).ToDictionary();
    private readonly BillingDay _day = calendar.Day;
    private LocalDate _end;
    private Termination? _termination;

    /// <summary>Null when the contract cannot even be laid out; errors that can be seen are collected either way.</summary>
    public ContractLife? Apply()
    {
        if (terms.ReadInitial(contract.Initial) is not { } initial)
        {
            CheckLinesOnly(contract.Initial);
            return null;
        }

        _end = initial.EndExclusive;
        ApplyInitial(initial);
        var ends = ContractEnds.Of(contract.Initial, initial, _end);
        var read = contract.Amendments.Select(order => (Order: order, Terms: terms.ReadAmendment(order, ends, initial.Start.Day, contract.Trigger)));
        foreach (var group in InOrderOfEffect(read.ToList()).GroupBy(row => row.From.At))
        {
            var last = group.Last().Order;
            foreach (var (amendment, amendmentTerms, from) in group)
            {
                ApplyAmendment(amendment, amendmentTerms, from, isLastOfInstant: amendment == last);
            }

            ReduceDeferred();
        }

        if (_termination is { IsImmediate: true } immediate)
        {
            _lives.ForEach(life => life.UndoRemovalsOf(immediate.Order));
        }

        var sold = _lives.Where(life => !life.Line.IsRebate).ToImmutableArray();
        var end = sold.Select(life => life.Term.EndExclusive).Append(_end).Max();
        return new ContractLife(contract, calendar, end, [.. _orders], sold, _termination)
        {
            Rebates = [.. _lives.Where(life => life.Line.IsRebate)],
        };
    }

    private void CheckLinesOnly(Order order)
    {
        foreach (var line in order.Lines.Where(line => !line.IsSkipped && lines.Check(line)))
        {
            lines.Quantity(line);
        }
    }

    private void ApplyInitial(OrderTerms initial)
    {
        var from = new Boundary(_day.StartOf(initial.Start));
        var oneTime = new List<OneTimeLine>();
        foreach (var line in contract.Initial.Lines.Where(line => !line.IsSkipped && lines.Check(line)))
        {
            if (lines.Quantity(line) is not { } quantity)
            {
                continue;
            }

            if (quantity < 0)
            {
                errors.Add(OrderErrors.NegativeQuantityRevisesNothing(line.Ref));
                continue;
            }

            RefuseForeign(line);
            if (line.IsRecurring)
            {
                AddLine(contract.Initial, line, quantity, initial, from, root: line.Id);
            }
            else
            {
                AddOneTime(oneTime, contract.Initial, line, quantity);
            }
        }

        if (!initial.ShiftsLines && _lives.Count > 0)
        {
            _end = _lives.Where(life => !life.Line.IsRebate).Select(life => life.Term.EndExclusive).DefaultIfEmpty(_end).Max();
        }

        _orders.Add(new AppliedOrder(contract.Initial, initial, from, [.. oneTime], []));
    }

    /// <summary>A first order that is no renewal cannot revise anything: alone it is billed, amended it is an error (R17.4, C-11).</summary>
    private void RefuseForeign(OrderLine line)
    {
        if (line.RevisedLineId is not null && !contract.Initial.Quote!.IsRenewal && !contract.Amendments.IsEmpty)
        {
            errors.Add(OrderErrors.RevisedLineUnknown(line.Ref));
        }
    }

    /// <summary>By the instants they take effect: one that came late takes units after those that had taken theirs by then (C-17).</summary>
    private IEnumerable<(Order Order, OrderTerms Terms, Boundary From)> InOrderOfEffect(List<(Order Order, OrderTerms? Terms)> amendments) =>
        amendments
            .Where(row => row.Terms is not null)
            .Select(row => (row.Order, row.Terms!, From: instants.Of(row.Order, row.Terms!.Start, calendar.Start)))
            .OrderBy(row => row.From.At);

    private void ApplyAmendment(Order amendment, OrderTerms amendmentTerms, Boundary from, bool isLastOfInstant)
    {
        var isReducing = amendment.Lines.Any(line => line is { IsRecurring: true, IsSkipped: false, IsRebate: false, Quantity: < 0 });
        if (
            _termination is not null
            && isReducing
            && !amendment.Lines.Any(line => line is { IsRecurring: true, IsSkipped: false, IsRebate: false, Quantity: > 0 })
        )
        {
            errors.Add(OrderErrors.AmendedAfterTermination(contract.Trigger.Ref, _termination.Order.Label));
            return;
        }

        var oneTime = new List<OneTimeLine>();
        var returned = new List<OneTimeReturn>();
        var reducing = new List<(OrderLine Line, decimal Units)>();
        var added = 0;
        foreach (var line in amendment.Lines.Where(line => !line.IsSkipped && lines.Check(line)))
        {
            if (lines.Quantity(line) is not { } quantity || !KnowsRevisedLine(line, quantity))
            {
                continue;
            }

            if (quantity < 0 && _oneTimeLines.Holds(line.RevisedLineId))
            {
                TakeBack(returned, amendment, line, -quantity);
            }
            else if (quantity < 0)
            {
                reducing.Add((line, -quantity));
            }
            else if (line.IsRecurring)
            {
                AddLine(amendment, line, quantity, amendmentTerms, from, RootOf(line));
                added += line.IsRebate ? 0 : 1;
            }
            else
            {
                AddOneTime(oneTime, amendment, line, quantity);
            }
        }

        if (added > 0)
        {
            _termination = null; // what is added keeps the contract, however little it is
        }

        foreach (var (line, units) in reducing)
        {
            Reduce(amendment, line, units, amendmentTerms, from);
        }

        if (added == 0 && reducing.Count > 0 && (isLastOfInstant || !LeavesUnitsByDate(amendment, amendmentTerms.Start)))
        {
            NoteTermination(amendment, amendmentTerms, from);
        }

        var applied = new AppliedOrder(amendment, amendmentTerms, from, [.. oneTime], [.. reducing.Select(row => row.Line)])
        {
            Returns = [.. returned],
        };
        var isOnce = oneTime.Count + returned.Count > 0;
        var changesNothing = added == 0 && reducing.Count == 0 && !_lives.Exists(life => life.Order == amendment);
        _orders.Add(
            isOnce && changesNothing ? Invoiced(applied, instants.AtSync(amendment), isInvoice: true)
            : isOnce && _termination?.Order == amendment ? Invoiced(applied, from, isInvoice: false)
            : applied
        );
    }

    private void TakeBack(List<OneTimeReturn> returned, Order amendment, OrderLine line, decimal units)
    {
        var left = _oneTimeLines.Left(line.RevisedLineId!);
        if (units > left)
        {
            errors.Add(OrderErrors.TooManyUnitsRemoved(line.Ref, MinorUnits.Trim(units), MinorUnits.Trim(left)));
            return;
        }

        returned.Add(_oneTimeLines.Take(amendment, line, units));
    }

    /// <summary>No phase begins with such an order, so none can charge its one-time lines.</summary>
    private static AppliedOrder Invoiced(AppliedOrder applied, Boundary at, bool isInvoice) =>
        applied with
        {
            From = isInvoice ? at : applied.From,
            OneTimeLines = [],
            Returns = [],
            InvoicedLines = applied.OneTimeLines,
            InvoicedReturns = applied.Returns,
            InvoicedAt = at,
            IsInvoice = isInvoice,
        };

    private void AddLine(Order order, OrderLine line, decimal quantity, OrderTerms orderTerms, Boundary orderFrom, string root)
    {
        _rootOfLine[line.Id] = root;
        if (lines.Term(line, orderTerms, calendar) is not { } term)
        {
            return;
        }

        var starts = new Boundary(_day.StartOf(term.Start));
        var from = order.IsAmendment && starts <= orderFrom ? orderFrom : starts;
        if (quantity > 0)
        {
            var life = new LineLife(order, line, term, from, quantity, root);
            _lives.Add(life);
            _livesOfRoot.TryAdd(root, []);
            _livesOfRoot[root].Add(life);
        }
    }

    private void AddOneTime(List<OneTimeLine> oneTime, Order order, OrderLine line, decimal quantity)
    {
        var whole = quantity == decimal.Truncate(quantity);
        if (line.UnitPrice is null && lines.CustomAmount(line) is null && !line.IsTiered)
        {
            errors.Add(OrderErrors.UnitPriceMissing(line.Ref));
        }
        else if (quantity > 0)
        {
            var amount = lines.CustomAmount(line) ?? line.UnitPrice ?? 0;
            var sold = new OneTimeLine(order, line, whole ? (long)quantity : 1, whole ? amount : amount * quantity);
            oneTime.Add(sold);
            _oneTimeLines.Add(sold, quantity);
        }
    }

    /// <summary>A revised line must be one of this contract, for additions and reductions alike (C-11).</summary>
    private bool KnowsRevisedLine(OrderLine line, decimal quantity)
    {
        if (line.RevisedLineId is not { } revised)
        {
            if (quantity < 0)
            {
                errors.Add(OrderErrors.NegativeQuantityRevisesNothing(line.Ref));
            }

            return quantity >= 0;
        }

        if (_rootOfLine.ContainsKey(revised) || (quantity >= 0 && _freeLines.Contains(revised)))
        {
            return true;
        }

        if (_oneTimeLines.Holds(revised))
        {
            return true;
        }

        var isOnOtherOrder = line.RevisedOrderLabel is not null && contract.Orders.All(order => order.Label != line.RevisedOrderLabel);
        errors.Add(isOnOtherOrder ? OrderErrors.RevisedOrderNotSynced(line.Ref, line.RevisedOrderLabel!) : OrderErrors.RevisedLineUnknown(line.Ref));
        return false;
    }

    private string RootOf(OrderLine line) => line.RevisedLineId is { } revised && _rootOfLine.TryGetValue(revised, out var root) ? root : line.Id;

    private void Reduce(Order amendment, OrderLine line, decimal units, OrderTerms amendmentTerms, Boundary orderFrom)
    {
        var since = line.Segment is not null ? line.Start ?? amendmentTerms.Start : amendmentTerms.Start;
        var starts = new Boundary(_day.StartOf(since));
        var at = starts <= orderFrom ? orderFrom : starts;
        lines.CheckedMonths(line, calendar.Anchor);
        var root = RootOf(line);
        var newestFirst = _livesOfRoot
            .GetValueOrDefault(root, [])
            .Where(life => life.Left > 0 && _day.StartOf(life.Term.EndExclusive) > at.At)
            .OrderByDescending(life => _rankOfAmendment.GetValueOrDefault(life.Order.Id, -1))
            .ThenByDescending(life => life.Line.CreatedAt)
            .ThenByDescending(life => life.Line.Id, StringComparer.Ordinal)
            .ToList();
        var present = newestFirst.Sum(life => life.Left);
        if (units > present)
        {
            _deferred.Add(new DeferredReduction(amendment, line, units, amendmentTerms, orderFrom, present));
            return;
        }

        decimal before = 0;
        foreach (var life in newestFirst)
        {
            var taken = Math.Min(units - before, life.Left);
            if (taken > 0)
            {
                life.Remove(new UnitsRemoved(amendment, line, at, since, taken) { TakenBefore = before });
                before += taken;
            }
        }
    }

    /// <summary>
    /// Amendments that take effect at one instant share one phase: only what is left when all are applied counts, so a reduction
    /// may take units that another of them brings (docs/decisions/0017).
    /// </summary>
    private void ReduceDeferred()
    {
        var waiting = _deferred.ToList();
        _deferred.Clear();
        foreach (var (amendment, line, units, amendmentTerms, from, _) in waiting)
        {
            Reduce(amendment, line, units, amendmentTerms, from);
        }

        foreach (var refused in _deferred)
        {
            errors.Add(OrderErrors.TooManyUnitsRemoved(contract.Trigger.Ref, MinorUnits.Trim(refused.Units), MinorUnits.Trim(refused.Present)));
        }

        _deferred.Clear();
    }

    /// <summary>
    /// Counted by their dates, the orders up to this one leave units: that none is there just now is only because orders dated later
    /// took effect before it, and what they took comes back with the others of this instant.
    /// </summary>
    private bool LeavesUnitsByDate(Order amendment, LocalDate date) =>
        contract
            .Orders.TakeWhile(order => order != amendment)
            .Append(amendment)
            .SelectMany(order => order.Lines)
            .Where(line =>
                line is { IsRecurring: true, IsSkipped: false, IsRebate: false } && (line.EndExclusive is null || line.EndExclusive > date)
            )
            .Sum(line => line.Quantity) > 0;

    private void NoteTermination(Order amendment, OrderTerms amendmentTerms, Boundary from)
    {
        if (_deferred.Count > 0 || _lives.Any(life => !life.Line.IsRebate && life.Left > 0 && _day.StartOf(life.Term.EndExclusive) > from.At))
        {
            return;
        }

        var date = amendmentTerms.Start;
        var appliedAt = instants.TerminationAppliedAt(amendment);
        var isImmediate = date <= calendar.Start || date <= _day.DateOf(appliedAt);
        _termination = new Termination(amendment, date, appliedAt, isImmediate)
        {
            From = from,
            Removed = [.. _lives.SelectMany(life => life.Removed.Where(removal => removal.Order == amendment), (life, removal) => (life, removal))],
        };
    }

    /// <param name="Present">Units there were when its turn came.</param>
    private sealed record DeferredReduction(Order Order, OrderLine Line, decimal Units, OrderTerms Terms, Boundary From, decimal Present);
}
