using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>Applies the orders of a contract one after the other: what it comes to is a fold over its orders (docs/rules/contract.md 8 to 11).</summary>
public sealed class ContractApplier(
    BillingContract contract,
    TermReader terms,
    LineReader lines,
    EffectiveInstants instants,
    ContractCalendar calendar
)
{
    private readonly OrderApplier _orders = new(contract, lines, instants, calendar);
    private readonly Reductions _reductions = new(contract, lines, calendar);

    public Checked<ContractLife> Apply()
    {
        var initial = terms.ReadInitial(contract.Initial);
        return initial.HasValue
            ? initial.Then(Applied)
            : Checked.Failed<ContractLife>([.. initial.Errors, .. _orders.ErrorsOfLines(contract.Initial)]);
    }

    private Checked<ContractLife> Applied(OrderTerms initial) =>
        from first in _orders.ApplyInitial(new DatedOrder(contract.Initial, initial, new Boundary(calendar.Day.StartOf(initial.Start))))
        let end = initial.ShiftsLines ? initial.EndExclusive : first.EndOr(initial.EndExclusive)
        from amendments in Amendments(initial, end)
        from all in Checked.Fold(first, amendments.GroupBy(amendment => amendment.From.At), ApplyAtOnce)
        select LifeOf(all, end);

    /// <summary>By the instants they take effect: one that came late takes units after those that had taken theirs by then.</summary>
    private Checked<ImmutableArray<DatedOrder>> Amendments(OrderTerms initial, LocalDate end)
    {
        var ends = ContractEnds.Of(contract.Initial, initial, end);
        return Checked
            .All(
                contract.Amendments.Select(order =>
                    terms
                        .ReadAmendment(order, ends, initial.Start.Day, contract.Trigger)
                        .Select(read => new DatedOrder(order, read, instants.Of(order, read.Start, calendar.Start)))
                )
            )
            .Select(amendments => amendments.OrderBy(amendment => amendment.From.At).ToImmutableArray());
    }

    /// <summary>Amendments that take effect at one instant share one phase: only what is left when all are applied counts (docs/decisions/0017).</summary>
    private Checked<AppliedContract> ApplyAtOnce(AppliedContract applied, IEnumerable<DatedOrder> amendments)
    {
        var all = amendments.ToList();
        return Checked
            .Fold(applied, all, (before, amendment) => _orders.Apply(before, amendment, isLastOfInstant: ReferenceEquals(amendment, all[^1])))
            .Then(_reductions.ApplyDeferred);
    }

    private ContractLife LifeOf(AppliedContract applied, LocalDate end)
    {
        var left = applied.Termination is { IsImmediate: true } immediate ? applied.WithoutRemovalsOf(immediate.Order) : applied;
        var lives = left.Lives();
        var sold = lives.Where(life => !life.Line.IsRebate).ToImmutableArray();
        return new ContractLife(contract, calendar, LocalDate.Max(end, left.EndOr(end)), left.Orders, sold, left.Termination)
        {
            Rebates = [.. lives.Where(life => life.Line.IsRebate)],
        };
    }
}
