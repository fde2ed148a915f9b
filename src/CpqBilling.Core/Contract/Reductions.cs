using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Contract;

/// <summary>Reductions take units from the newest first (docs/rules/contract.md 8).</summary>
internal sealed class Reductions(BillingContract contract, LineReader lines, ContractCalendar calendar)
{
    private readonly Dictionary<string, int> _rankOfAmendment = contract.Amendments.Select((order, rank) => (order.Id, rank)).ToDictionary();

    public Checked<AppliedContract> Apply(AppliedContract applied, Reduction reduction)
    {
        var (line, units) = (reduction.Line, reduction.Units);
        var dates = reduction.Order.Terms;
        var since = line.Segment is not null ? line.Start ?? dates.Start : dates.Start;
        var starts = new Boundary(calendar.Day.StartOf(since));
        var at = starts <= reduction.Order.From ? reduction.Order.From : starts;
        var root = applied.RootOf(line);
        var lives = applied.LivesOf(root);
        var newestFirst = NewestFirst(lives, at);
        var present = newestFirst.Sum(life => life.Left);
        var errors = lines.MultiplierErrors(line, calendar.Anchor);
        if (applied.IsOverAt(at, calendar.Day) && applied.Late.Taking(root, units, applied.LeftOn(root, since)) is { } late)
        {
            return Checked.Of(applied with { Late = late }, errors); // all is over: the order's own invoice settles it
        }

        if (units > present)
        {
            return Checked.Of(applied with { Deferred = applied.Deferred.Add(reduction with { Present = present }) }, errors);
        }

        var taken = Taken(newestFirst, units).ToDictionary(share => share.Life.Line.Id);
        var left = lives.Select(life =>
            taken.TryGetValue(life.Line.Id, out var share)
                ? life.Without(new UnitsRemoved(reduction.Order.Order, line, at, since, share.Units) { TakenBefore = share.Before })
                : life
        );
        return Checked.Of(taken.Count == 0 ? applied : applied.WithLives(root, [.. left]), errors);
    }

    /// <summary>How many of the units each line gives, and how many those before it gave.</summary>
    private static IEnumerable<(LineLife Life, decimal Units, decimal Before)> Taken(IEnumerable<LineLife> newestFirst, decimal units)
    {
        decimal before = 0;
        foreach (var life in newestFirst.TakeWhile(_ => before < units))
        {
            var taken = Math.Min(units - before, life.Left);
            yield return (life, taken, before);
            before += taken;
        }
    }

    /// <summary>A reduction may take units that another amendment of the same instant brought.</summary>
    public Checked<AppliedContract> ApplyDeferred(AppliedContract applied) =>
        Checked
            .Fold(applied with { Deferred = [] }, applied.Deferred, Apply)
            .Then(tried => Checked.Of(tried with { Deferred = [] }, [.. tried.Deferred.Select(TooMany)]));

    private List<LineLife> NewestFirst(ImmutableArray<LineLife> lives, Boundary at) =>
        [
            .. lives
                .Where(life => life.Left > 0 && calendar.Day.StartOf(life.Term.EndExclusive) > at.At)
                .OrderByDescending(life => _rankOfAmendment.GetValueOrDefault(life.Order.Id, -1))
                .ThenByDescending(life => life.Line.CreatedAt)
                .ThenByDescending(life => life.Line.Id, StringComparer.Ordinal),
        ];

    private SyncError TooMany(Reduction refused) =>
        OrderErrors.TooManyUnitsRemoved(contract.Trigger.Ref, MinorUnits.Trim(refused.Units), MinorUnits.Trim(refused.Present));
}
