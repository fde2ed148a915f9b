using CpqBilling.Engine.Installations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Cluster;

/// <summary>Sees to it that every connected org of the installation is looked after by some node, for as long as the service runs.</summary>
public sealed partial class OrgWorkers(Installation installation, IGrainFactory grains, ILogger<OrgWorkers> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        do
        {
            await WakeAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A node that just left, or a database that is away, is told and does not end the service.</summary>
    private async Task WakeAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var org in await installation.Orgs.ListAsync(cancellation))
            {
                await grains.GetGrain<IOrgGrain>(org.Id).WakeAsync();
            }
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            LogDefect(defect);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The orgs could not be woken; it is tried again")]
    private partial void LogDefect(Exception defect);
}
