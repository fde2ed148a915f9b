using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Tests.Calls;

/// <summary>A kind of order, and how many calls its sync may cost by the budget of docs/architecture.md.</summary>
/// <param name="Budget">Salesforce: two to load and one to record, where there is something to record.</param>
/// <param name="Prepare">Brings both sandboxes to the moment before the sync.</param>
/// <param name="Order">The order that is synced.</param>
internal sealed record CallSituation(string Name, CallCount Budget, Func<TestBilling, Task> Prepare, string Order = "Order#1")
{
    /// <returns>The calls, as the servers counted them.</returns>
    public async Task<(SyncReport Report, CallCount Calls)> SyncAsync(TestBilling billing)
    {
        await Prepare(billing);
        var family = await billing.NoteAsync(Order);
        await billing.TakeCallsAsync();
        var worked = await new ContractJobs(billing.Org).WorkAsync(family, CancellationToken.None);
        var report = worked!.Reports[0].Report;
        return (report, await billing.TakeCallsAsync());
    }
}
