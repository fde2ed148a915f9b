using CpqBilling.Engine.Installations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <param name="PollInterval">For orgs that set none.</param>
/// <param name="Pause">Between two rounds.</param>
public sealed record WorkRhythm(Duration PollInterval, Duration Pause)
{
    public static WorkRhythm Default { get; } = new(Duration.FromSeconds(30), Duration.FromSeconds(1));
}

/// <summary>What the workers of a service share.</summary>
public sealed record ServiceParts(WorkRhythm Rhythm, RunFeed Feed, PublicAddress Address);

/// <summary>Keeps one worker for each connected org of the installation, for as long as the service runs.</summary>
public sealed partial class OrgWorkers(Installation installation, ServiceParts parts, ILogger<OrgWorkers> log) : BackgroundService
{
    private readonly Dictionary<string, (ConnectedOrg Org, OrgWork Work)> _workers = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(parts.Rhythm.Pause.ToTimeSpan());
        do
        {
            await RoundAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A defect of one round, of ours or of the database, is told and does not end the service.</summary>
    private async Task RoundAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var org in await installation.Orgs.ListAsync(cancellation))
            {
                await WorkOf(org).RunOnceAsync(cancellation);
            }
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            LogDefect(defect);
        }
    }

    private OrgWork WorkOf(ConnectedOrg org)
    {
        if (!_workers.TryGetValue(org.Id, out var known) || known.Org != org)
        {
            known = (org, new OrgWork(installation, org, parts, log));
            _workers[org.Id] = known;
        }

        return known.Work;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of the service failed; it is tried again")]
    private partial void LogDefect(Exception defect);
}
