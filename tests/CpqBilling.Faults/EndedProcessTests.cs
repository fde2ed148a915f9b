using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Faults;

/// <summary>A process that ends before or after any call and any commit of a sync: the next one leaves both sides as if nothing had been.</summary>
public sealed class EndedProcessTests
{
    private const int MomentsOfAContract = 5;
    private const int Seed = 20261130;

    /// <summary>Every bill of the contracts has been made by then, thirteen of those without an end.</summary>
    private const string AfterTheEnd = "2027-02-01T00:00:00Z";

    public static TheoryData<string> Names { get; } = [.. FaultyContract.All.Select(contract => contract.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task ProcessEndsAtAnyMoment_BothSidesEndAsUndisturbed(string name)
    {
        var contract = FaultyContract.All.Single(contract => contract.Name == name);
        var (moments, expected) = await UndisturbedAsync(contract);
        Assert.True(moments.Count > 20);

        var wrong = new List<string>();
        foreach (var moment in Drawn(moments.Count))
        {
            if (await DifferenceAsync(contract, moment, expected) is { } difference)
            {
                wrong.Add($"{moment} {moments[moment]}: {difference}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    /// <summary>Some of them, the same in every run; all of them where CPQBILLING_FAULTS says "all".</summary>
    private static IEnumerable<int> Drawn(int count)
    {
        if (Environment.GetEnvironmentVariable("CPQBILLING_FAULTS") == "all")
        {
            return Enumerable.Range(0, count);
        }

        return new Random(Seed).GetItems(Enumerable.Range(0, count).ToArray(), MomentsOfAContract).Distinct();
    }

    private static async Task<(IReadOnlyList<string> Moments, IReadOnlyList<string> Holdings)> UndisturbedAsync(FaultyContract contract)
    {
        await using var org = await contract.StartAsync();
        org.Moments.IsCounting = true;
        Assert.Equal(SyncOutcome.Synced, (await org.SyncAsync(contract.Order)).Outcome);
        var moments = org.Moments.Seen;
        org.Moments.IsCounting = false;
        await org.MoveToAsync(AfterTheEnd);
        return (moments, await org.World.HoldingsAsync());
    }

    private static async Task<string?> DifferenceAsync(FaultyContract contract, int moment, IReadOnlyList<string> expected)
    {
        await using var org = await contract.StartAsync();
        await org.EndAtAsync(moment, contract.Order);
        var report = await org.SyncAsync(contract.Order);
        if (report.Outcome is not (SyncOutcome.Synced or SyncOutcome.Unchanged) || !report.Errors.IsEmpty)
        {
            return $"{report.Outcome} {string.Join("; ", report.Errors.Select(error => $"{error.Code} {error.Message}"))}";
        }

        var again = await org.SyncAsync(contract.Order);
        await org.MoveToAsync(AfterTheEnd);
        var holdings = await org.World.HoldingsAsync();
        return again.Outcome != SyncOutcome.Unchanged
            ? $"{again.Outcome} when it is synced again: {Steps(again)}"
            : Differences.Between(expected, holdings);
    }

    private static string Steps(SyncReport report) =>
        report.Translation is Translated { Plan.Steps: var steps } ? string.Join(", ", steps.Select(step => $"{step.Method} {step.Path}")) : "";
}
