using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Core.Contract;

/// <summary>What a contract has come to by the orders that have been applied so far.</summary>
internal sealed record AppliedContract
{
    public ImmutableArray<AppliedOrder> Orders { get; private init; } = [];

    public OneTimeStock OneTimeLines { get; init; } = OneTimeStock.Empty;

    public Termination? Termination { get; init; }

    /// <summary>Reductions of more units than there were when their turn came: another order of the same instant may bring them.</summary>
    public ImmutableArray<Reduction> Deferred { get; init; } = [];

    public LateReductions Late { get; init; } = LateReductions.None;

    /// <summary>By line that adds to another, the line that reductions of its product revise.</summary>
    private ImmutableDictionary<string, string> Roots { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>By the line that reductions revise; empty where nothing of it can be billed.</summary>
    private ImmutableDictionary<string, ImmutableArray<LineLife>> LivesOfRoot { get; init; } =
        ImmutableDictionary<string, ImmutableArray<LineLife>>.Empty;

    public bool Knows(string lineId) => LivesOfRoot.ContainsKey(lineId) || Roots.ContainsKey(lineId);

    /// <summary>Itself for a new product.</summary>
    public string RootOf(OrderLine line) =>
        line.RevisedLineId is not { } revised ? line.Id
        : Roots.TryGetValue(revised, out var root) ? root
        : LivesOfRoot.ContainsKey(revised) ? revised
        : line.Id;

    public ImmutableArray<LineLife> LivesOf(string root) => LivesOfRoot.GetValueOrDefault(root, []);

    /// <summary>Lines in the order they were added.</summary>
    public ImmutableArray<LineLife> Lives()
    {
        var lives = LivesOfRoot.Values.SelectMany(lives => lives).ToDictionary(life => life.Line.Id);
        return [.. Orders.SelectMany(order => order.Order.Lines).Where(line => lives.ContainsKey(line.Id)).Select(line => lives[line.Id])];
    }

    /// <summary>What an order took, and from which line.</summary>
    public ImmutableArray<(string LineId, UnitsRemoved Removal)> RemovalsOf(Order order) =>
        [
            .. from life in LivesOfRoot.Values.SelectMany(lives => lives)
            from removal in life.Removed
            where removal.Order == order
            select (life.Line.Id, removal),
        ];

    /// <summary>Units of what reductions of a line revise that run on a day.</summary>
    public decimal LeftOn(string root, LocalDate date) =>
        LivesOf(root).Where(life => life.Term.Start <= date && life.Term.EndExclusive > date).Sum(life => life.Left);

    /// <summary>All that was sold has ended by then.</summary>
    public bool IsOverAt(Boundary at, BillingDay day) =>
        LivesOfRoot.Values.All(lives => lives.All(life => day.StartOf(life.Term.EndExclusive) <= at.At));

    /// <summary>Whether units of anything that is sold are there at an instant.</summary>
    public bool HasUnitsAt(Boundary at, BillingDay day) =>
        LivesOfRoot.Values.Any(lives => lives.Any(life => !life.Line.IsRebate && life.Left > 0 && day.StartOf(life.Term.EndExclusive) > at.At));

    public AppliedContract WithOrder(AppliedOrder order) => this with { Orders = Orders.Add(order) };

    /// <summary>With a line that is part of the contract, whether it can be billed or not.</summary>
    public AppliedContract WithRoot(string lineId, string root) =>
        root != lineId ? this with { Roots = Roots.SetItem(lineId, root) }
        : LivesOfRoot.ContainsKey(root) ? this
        : WithLives(root, []);

    public AppliedContract WithLife(LineLife life) =>
        (life.Root == life.Line.Id ? this : WithRoot(life.Line.Id, life.Root)).WithLives(life.Root, LivesOf(life.Root).Add(life));

    public AppliedContract WithLives(string root, ImmutableArray<LineLife> lives) => this with { LivesOfRoot = LivesOfRoot.SetItem(root, lives) };

    /// <summary>An order that cancels the whole schedule at once takes no units: the schedule ends as it stands.</summary>
    public AppliedContract WithoutRemovalsOf(Order order) =>
        this with
        {
            LivesOfRoot = LivesOfRoot.SetItems(
                LivesOfRoot.Select(lives =>
                    KeyValuePair.Create(lives.Key, lives.Value.Select(life => life.WithoutRemovalsOf(order)).ToImmutableArray())
                )
            ),
        };

    /// <summary>The day after the last of its lines, or what is said where it has none.</summary>
    public LocalDate EndOr(LocalDate otherwise) =>
        LivesOfRoot
            .Values.SelectMany(lives => lives)
            .Where(life => !life.Line.IsRebate)
            .Select(life => life.Term.EndExclusive)
            .DefaultIfEmpty(otherwise)
            .Max();
}
