using System.Diagnostics;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Service;

/// <summary>Listens to one topic: stores what it tells, and subscribes again when a subscription ends.</summary>
internal sealed partial class TopicListener(Installation installation, ConnectedOrg org, string topic, ILogger log)
{
    /// <summary>A subscription that lived so long was a good one.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    private bool _isTold;

    public async Task RunAsync(EventLine line, EventStanding standing, NoticedChanges orders, CancellationToken cancellation)
    {
        try
        {
            // What a refused replay id stood for cannot be told any more: the poll that comes with the next subscription finds it.
            var fromNow = false;
            for (var failures = 0; ; failures++)
            {
                var began = Stopwatch.GetTimestamp();
                var end = await GuardedAsync(line, standing, orders, fromNow, cancellation);
                Tell(end, standing.End(topic));
                fromNow = end.Why == EventEnd.ReplayIdRefused;
                failures = Stopwatch.GetElapsedTime(began) > Steady ? 0 : failures;
                await Task.Delay(EventPauses.After(end.Why, failures), cancellation);
            }
        }
        finally
        {
            standing.End(topic);
        }
    }

    /// <summary>A database that is away, or a defect, ends a subscription like a lost line: what was not stored is told again.</summary>
    private async Task<EventDelivery.Ended> GuardedAsync(
        EventLine line,
        EventStanding standing,
        NoticedChanges orders,
        bool fromNow,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ReadAsync(line, standing, orders, fromNow, cancellation);
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            LogDefect(defect, org.Id, topic);
            return new EventDelivery.Ended(EventEnd.Lost, defect.Message);
        }
    }

    private async Task<EventDelivery.Ended> ReadAsync(
        EventLine line,
        EventStanding standing,
        NoticedChanges orders,
        bool fromNow,
        CancellationToken cancellation
    )
    {
        var cursors = new PollCursorStore(installation.Database);
        var position = await cursors.ReadAsync(org.Id, EventPositions.StreamOf(topic), cancellation);
        using var subscription = line.Subscribe(topic, fromNow ? null : position?.ReplayId);
        for (var isFirst = true; ; isFirst = false)
        {
            var delivery = await subscription.NextAsync(cancellation);
            if (delivery is not EventDelivery.Arrived arrived)
            {
                return (EventDelivery.Ended)delivery;
            }

            if (await installation.Orgs.BillingAsync(org, cancellation) is not { Settings.SyncEnabled: true } billing)
            {
                return new EventDelivery.Ended(EventEnd.Lost, "nothing is billed by itself");
            }

            if (isFirst)
            {
                // What changed before anybody listened.
                standing.WishPoll(topic);
            }

            var (next, error) = await new EventNotices(billing, orders).StoreAsync(topic, position, arrived, cancellation);
            if (next is null)
            {
                return new EventDelivery.Ended(EventEnd.Lost, error?.Message ?? "another node listens");
            }

            position = next;
            WishPolls(arrived, standing);
            if (EventPositions.Tells(topic, position, billing.Now) && standing.Begin(topic))
            {
                _isTold = false;
                LogHeard(org.Id, topic);
            }
        }
    }

    /// <summary>Accounts are synced by their poll; what events could not tell of orders is polled as well.</summary>
    private void WishPolls(EventDelivery.Arrived arrived, EventStanding standing)
    {
        if (arrived.Events.Any(told => told is OrgEvent.Overflow))
        {
            standing.WishPoll(topic == EventTopics.Requests ? EventTopics.Orders : topic);
        }
        else if (topic == EventTopics.Accounts && arrived.Events.Any(told => told is OrgEvent.Changed { IsOurs: false }))
        {
            standing.WishPoll(topic);
        }
    }

    /// <summary>Once for each time that it is away.</summary>
    private void Tell(EventDelivery.Ended end, bool wasHeard)
    {
        if (!wasHeard && _isTold)
        {
            return;
        }

        _isTold = true;
        if (end.Why == EventEnd.NotOffered && EventTopics.IsOptional(topic))
        {
            LogNotOffered(org.Id, topic, end.Message);
        }
        else
        {
            LogAway(org.Id, topic, end.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Org {OrgId} tells events of {Topic}")]
    private partial void LogHeard(string orgId, string topic);

    [LoggerMessage(Level = LogLevel.Information, Message = "Org {OrgId} offers no events of {Topic}, which are polled instead: {Text}")]
    private partial void LogNotOffered(string orgId, string topic, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId} tells no events of {Topic} now, polls go on: {Text}")]
    private partial void LogAway(string orgId, string topic, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "Org {OrgId}: what {Topic} told could not be stored; it is told again")]
    private partial void LogDefect(Exception defect, string orgId, string topic);
}
