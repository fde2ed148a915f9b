using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>An order while its lines are read, and the contract with what they have added.</summary>
internal sealed record OrderDraft(AppliedContract Contract)
{
    public ImmutableArray<OneTimeLine> OneTime { get; private init; } = [];

    public ImmutableArray<OneTimeReturn> Returned { get; private init; } = [];

    public ImmutableArray<Reduction> Reductions { get; init; } = [];

    /// <summary>Something was added that is sold, not taken off.</summary>
    public bool HasAdded { get; private init; }

    private bool HasLives { get; init; }

    /// <summary>Nothing recurring comes or goes with it.</summary>
    public bool ChangesNothing => !HasAdded && !HasLives && Reductions.IsEmpty;

    public OrderDraft With(LineLife life) => this with { HasLives = true, Contract = Contract.WithLife(life) };

    /// <summary>A recurring line that is part of the contract and cannot be billed, or has no units.</summary>
    public OrderDraft Knowing(OrderLine line, string root) => this with { Contract = Contract.WithRoot(line.Id, root) };

    public OrderDraft NotingAddition(OrderLine line) => this with { HasAdded = HasAdded || !line.IsRebate };

    public OrderDraft With(OneTimeLine line, decimal units) =>
        this with
        {
            OneTime = OneTime.Add(line),
            Contract = Contract with { OneTimeLines = Contract.OneTimeLines.With(line, units) },
        };

    public OrderDraft TakingBack(Order amendment, OrderLine line, decimal units)
    {
        var (stock, returned) = Contract.OneTimeLines.Taking(amendment, line, units);
        return this with { Returned = Returned.Add(returned), Contract = Contract with { OneTimeLines = stock } };
    }
}
