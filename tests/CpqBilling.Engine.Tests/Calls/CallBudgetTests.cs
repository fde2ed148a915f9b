using CpqBilling.Engine.Sync;
using Xunit;

namespace CpqBilling.Engine.Tests.Calls;

/// <summary>What a sync costs in calls, as both servers count them, and that the engine's own count says the same.</summary>
public sealed class CallBudgetTests
{
    public static TheoryData<string> Situations => [.. CallSituations.All.Select(situation => situation.Name)];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task Sync_StaysWithinTheBudgetOfCalls(string name)
    {
        var situation = CallSituations.All.Single(situation => situation.Name == name);
        await using var billing = await TestBilling.StartAsync("2026-01-01T00:00:00Z");

        var (report, calls) = await situation.SyncAsync(billing);

        Assert.Equal("", string.Join(" ", report.Errors.Select(error => $"{error.Code} {error.Message}")));
        Assert.Equal(name == "unchanged order" ? SyncOutcome.Unchanged : SyncOutcome.Synced, report.Outcome);
        Assert.True(calls.Salesforce <= situation.Budget.Salesforce, $"{calls.Salesforce} Salesforce calls");
        Assert.True(calls.Stripe <= situation.Budget.Stripe, $"{calls.Stripe} Stripe calls");
        Assert.Equal(calls, report.Calls);
    }
}
