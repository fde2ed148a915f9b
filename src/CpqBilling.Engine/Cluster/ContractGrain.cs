using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Cluster;

/// <summary>Serialises the work on one family of contracts on its node; the lease in the database does so in the cluster.</summary>
internal sealed partial class ContractGrain(Installation installation, RunFeed feed, IHostApplicationLifetime host, ILogger<ContractGrain> log)
    : Grain,
        IContractGrain
{
    public async Task WorkAsync(string orgId, string family)
    {
        try
        {
            await WorkAsync(orgId, family, host.ApplicationStopping);
        }
        catch (Exception defect) when (!host.ApplicationStopping.IsCancellationRequested)
        {
            LogDefect(defect, orgId, family);
        }
        catch (OperationCanceledException)
        {
            // The process ends; whoever takes the lease next goes on from the journal.
        }
        finally
        {
            await GrainFactory.GetGrain<IOrgGrain>(orgId).EndedAsync(family);
        }
    }

    private async Task WorkAsync(string orgId, string family, CancellationToken cancellation)
    {
        if (
            await installation.Orgs.FindAsync(orgId, cancellation) is not { } org
            || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing
        )
        {
            return;
        }

        await new FamilyWork(billing, feed).WorkAsync(family, cancellation);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Org {OrgId}: the work on {Family} failed; it is taken up again")]
    private partial void LogDefect(Exception defect, string orgId, string family);
}
