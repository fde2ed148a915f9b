using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage.Leases;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Service;

/// <summary>Listens to an org's events for as long as it lives, while no other node does.</summary>
/// <remarks>
/// Whoever listens holds a lease of the org. Of two that listen at once, as a frozen node may for a moment, one stores a notice: the position of a
/// topic moves by comparison. Whatever ends a subscription, polls go on as if there were no events until it is heard again.
/// </remarks>
internal sealed partial class EventListener : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private readonly Installation _installation;
    private readonly ConnectedOrg _org;
    private readonly NoticedChanges _orders;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _running;

    /// <param name="orders">Shared with the poll.</param>
    public EventListener(Installation installation, ConnectedOrg org, NoticedChanges orders, ILogger log)
    {
        (_installation, _org, _orders, _log) = (installation, org, orders, log);
        _running = Task.Run(RunAsync);
    }

    public EventStanding Standing { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _running;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(LookEvery);
            do
            {
                await TryListenAsync();
            } while (await timer.WaitForNextTickAsync(_stopped.Token));
        }
        catch (OperationCanceledException)
        {
            // The service ends, or the connection was changed.
        }
    }

    private async Task TryListenAsync()
    {
        try
        {
            await using var lease = await HeldLease.TryTakeAsync(_installation.Database, EventPositions.LeaseOf(_org.Id), _stopped.Token);
            if (lease is not null)
            {
                await ListenAsync(lease);
            }
        }
        catch (Exception defect) when (!_stopped.IsCancellationRequested)
        {
            LogDefect(defect, _org.Id);
        }
    }

    /// <summary>Until it is stopped, or the lease is somebody else's.</summary>
    private async Task ListenAsync(HeldLease lease)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, lease.Lost);
        try
        {
            using var line = new EventLine(_org.Salesforce);
            await Task.WhenAll(
                EventTopics.All.Select(topic => new TopicListener(_installation, _org, topic, _log).RunAsync(line, Standing, _orders, ended.Token))
            );
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Whoever has the lease now goes on from the stored positions.
        }
        finally
        {
            await lease.ReleaseAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Org {OrgId}: events cannot be listened to; it is tried again")]
    private partial void LogDefect(Exception defect, string orgId);
}
