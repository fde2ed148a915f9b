using CpqBilling.Engine.Installations;
using Microsoft.Extensions.Hosting;

namespace CpqBilling.Engine.Cluster;

/// <summary>Keeps the pace of this node at its part of what Stripe allows, while nodes come and go.</summary>
public sealed class PaceKeeper(Installation installation, ISiloStatusOracle silos) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            installation.Orgs.Paces.ShareAmong(silos.GetApproximateSiloStatuses(onlyActive: true).Count);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
