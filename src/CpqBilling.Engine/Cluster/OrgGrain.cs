using System.Diagnostics;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Service;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Cluster;

/// <summary>Looks after one org from one node of the cluster: notices by poll and events, due jobs to contract grains.</summary>
internal sealed partial class OrgGrain(Installation installation, ServiceParts parts, IHostApplicationLifetime host, ILogger<OrgGrain> log)
    : Grain,
        IOrgGrain
{
    /// <summary>What was handed out and never came back (its node is gone) is handed out again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Dictionary<string, long> _handedOut = [];
    private ConnectedOrg? _org;
    private OrgWork? _work;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Interleaving: a poll that takes long does not keep contracts waiting. Each timer by itself never overlaps.
        var options = new GrainTimerCreationOptions(TimeSpan.Zero, parts.Rhythm.Pause.ToTimeSpan()) { Interleave = true, KeepAlive = true };
        this.RegisterGrainTimer(token => GuardedAsync(NoticeAsync, token), options);
        this.RegisterGrainTimer(token => GuardedAsync(HandOutAsync, token), options);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();

    public Task WakeAsync() => Task.CompletedTask;

    public Task EndedAsync(string family)
    {
        _handedOut.Remove(family);
        return GuardedAsync(HandOutAsync, host.ApplicationStopping);
    }

    private async Task NoticeAsync(CancellationToken cancellation)
    {
        if (await installation.Orgs.FindAsync(this.GetPrimaryKeyString(), cancellation) is not { } org)
        {
            // Disconnected: nobody wakes it again.
            await StopAsync();
            DeactivateOnIdle();
            return;
        }

        if (_org != org)
        {
            await StopAsync();
            (_org, _work) = (org, new OrgWork(installation, org, parts, log));
        }

        await _work!.RunOnceAsync(cancellation);
    }

    private Task StopAsync() => _work?.StopAsync() ?? Task.CompletedTask;

    private async Task HandOutAsync(CancellationToken cancellation)
    {
        foreach (var (family, _) in _handedOut.Where(entry => Stopwatch.GetElapsedTime(entry.Value) > Patience).ToList())
        {
            _handedOut.Remove(family);
        }

        var free = parts.Rhythm.AtOnce - _handedOut.Count;
        if (
            free <= 0
            || _org is not { Connection.IsSyncEnabled: true } org
            || _work is not { MayBill: true }
            || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing
        )
        {
            return;
        }

        foreach (var family in await new FamilyWork(billing, parts.Feed).DueAsync(parts.Rhythm.AtOnce * 2, cancellation))
        {
            if (_handedOut.Count < parts.Rhythm.AtOnce && _handedOut.TryAdd(family, Stopwatch.GetTimestamp()))
            {
                await GrainFactory.GetGrain<IContractGrain>($"{org.Id}/{family}").WorkAsync(org.Id, family);
            }
        }
    }

    /// <summary>A defect of one round, or a database that is away, is told and does not end the grain.</summary>
    private async Task GuardedAsync(Func<CancellationToken, Task> round, CancellationToken cancellation)
    {
        try
        {
            await round(cancellation);
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested && !host.ApplicationStopping.IsCancellationRequested)
        {
            LogDefect(defect, this.GetPrimaryKeyString());
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Org {OrgId}: a round failed; it is tried again")]
    private partial void LogDefect(Exception defect, string orgId);
}
