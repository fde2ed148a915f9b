using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Sync;

/// <summary>The one place that catches defects: the stack is kept for us, people get <c>SYNC-9000</c>, and other records go on.</summary>
/// <remarks>The run stays open in the journal, so the next sync of the record finishes what was sent.</remarks>
public sealed class SyncShell(BillingOrg org, Action<Exception> keep)
{
    public async Task<SyncReport> RunAsync(RecordRef trigger, Func<Task<SyncReport>> sync, CancellationToken cancellation)
    {
        var run = new PlanRun(org);
        var before = run.Calls;
        try
        {
            return await sync();
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            keep(defect);
            return await run.RefuseAsync(trigger, [DefectErrors.Unexpected(trigger)], null, before, cancellation);
        }
    }
}
