using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Properties;
using CsCheck;

namespace CpqBilling.Bills;

/// <summary>A generated contract, and when each of its orders is synced: early, on the day or late.</summary>
/// <param name="FirstSyncDays">Days from the start to the first sync; negative before it.</param>
/// <param name="SyncDays">For each amendment, days from its own start to its sync.</param>
internal sealed record GeneratedLife(GeneratedContract Contract, int FirstSyncDays, ImmutableArray<int> SyncDays, CreditMode Credits)
{
    /// <summary>Syncs happen in the morning, so that one on a billing date comes after that day's bill.</summary>
    private static readonly Duration Morning = Duration.FromHours(7);

    /// <param name="late">Days that syncs come after the date they are about, at most.</param>
    public static Gen<GeneratedLife> Of(int maxChanges, int late) =>
        Gen.Select(
            GeneratedContract.Of(maxChanges),
            Gen.Int[-30, late],
            Gen.Int[-60, late].Array[maxChanges],
            Gen.Int[0, 1],
            (contract, first, days, credits) =>
                new GeneratedLife(contract, first, [.. days], credits == 0 ? CreditMode.None : CreditMode.AllReductions)
        );

    public Instant FirstSync => Inside(Contract.Start, FirstSyncDays);

    /// <summary>When amendment number <paramref name="index"/> is synced: never before the first order.</summary>
    public Instant SyncOf(int index, LocalDate start)
    {
        var at = Inside(start, SyncDays[index]);
        return at > FirstSync ? at : FirstSync + Duration.FromHours(1 + index);
    }

    public override string ToString() =>
        $"{Contract} lines [{string.Join(", ", Contract.Lines)}] changes [{string.Join(", ", Contract.Changes)}] first {FirstSyncDays} syncs [{string.Join(", ", SyncDays)}] {Credits}";

    private Instant Inside(LocalDate date, int days)
    {
        var last = Contract.End.PlusDays(-1);
        var day = date.PlusDays(days);
        return (day < last ? day : last).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Morning;
    }
}
