using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CsCheck;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>A generated contract, and when each of its orders is synced: early, on the day or late.</summary>
/// <param name="FirstSyncDays">Days from the start to the first sync; negative before it.</param>
/// <param name="SyncDays">For each amendment, days from its own start to its sync.</param>
/// <param name="TerminationDay">Days from the last amendment to the termination of everything; none when not above zero.</param>
internal sealed record GeneratedLife(
    GeneratedContract Contract,
    GeneratedFeatures Features,
    int FirstSyncDays,
    ImmutableArray<int> SyncDays,
    CreditMode Credits,
    int TerminationDay
)
{
    /// <summary>Syncs happen in the morning, so that one on a billing date comes after that day's bill.</summary>
    private static readonly Duration Morning = Duration.FromHours(7);

    /// <param name="late">Days that syncs come after the date they are about, at most.</param>
    public static Gen<GeneratedLife> Of(Gen<GeneratedContract> contracts, Gen<GeneratedFeatures> features, int late, bool mayEnd = false) =>
        contracts.SelectMany(contract =>
            Gen.Select(
                features,
                Gen.Int[-30, late],
                Gen.Int[-60, late].Array[contract.Changes.Length + 1],
                Gen.Int[0, 3],
                Gen.Int[-300, mayEnd ? 300 : 0],
                (feature, first, days, credits, ends) => new GeneratedLife(contract, feature, first, [.. days], (CreditMode)credits, ends)
            )
        );

    public Instant FirstSync => Inside(Contract.Start, FirstSyncDays);

    /// <summary>First day without anything; null when the contract runs to its end.</summary>
    public LocalDate? TerminationDate
    {
        get
        {
            var date = Contract.AmendmentDates.Append(Contract.Start).Max().PlusDays(TerminationDay);
            return TerminationDay > 0 && date < Contract.End ? date : null;
        }
    }

    /// <summary>When amendment number <paramref name="index"/> is synced: never before the first order.</summary>
    public Instant SyncOf(int index, LocalDate start)
    {
        var at = Inside(start, SyncDays[index]);
        return at > FirstSync ? at : FirstSync + Duration.FromMinutes(1 + index);
    }

    /// <summary>The orders in the world, in the order of their syncs.</summary>
    public IReadOnlyList<(string Order, Instant At)> AddTo(World world)
    {
        var amendments = Contract.Amend(world);
        Features.Apply(world, Contract, amendments.Count);
        var syncs = amendments.Select((order, index) => (order, SyncOf(index, Contract.AmendmentDates[index]))).Prepend(("O0", FirstSync)).ToList();
        if (TerminationDate is { } end)
        {
            var order = GeneratedTermination.AddTo(world, Contract, amendments.Count + 1, end);
            syncs.Add((order, Instant.Max(syncs.Max(sync => sync.Item2) + Duration.FromHours(2), SyncOf(amendments.Count, end))));
        }

        return [.. syncs.OrderBy(sync => sync.Item2)];
    }

    public override string ToString() =>
        $"{Contract} first {FirstSyncDays} syncs [{string.Join(", ", SyncDays)}] {Credits} ends {TerminationDate} {Features}";

    private Instant Inside(LocalDate date, int days)
    {
        var last = Contract.End.PlusDays(-1);
        var day = date.PlusDays(days);
        return (day < last ? day : last).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Morning;
    }
}
