using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Calls;
using CpqBilling.Storage.Outgoing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Sends what waits for destinations and looks for what is the matter, on every node: what one has taken no other takes.</summary>
public sealed partial class OutgoingWorkers(
    Installation installation,
    DeliverySender sender,
    AlertWatch watch,
    IClock clock,
    ILogger<OutgoingWorkers> log
) : BackgroundService
{
    private const int AtOnce = 8;
    private static readonly TimeSpan SendEvery = TimeSpan.FromSeconds(1);
    private static readonly Duration LookEvery = Duration.FromSeconds(15);
    private static readonly Duration CleanEvery = Duration.FromHours(1);
    private readonly DeliveryQueue _queue = new(installation.Database);
    private Instant _lookedAt = Instant.MinValue;
    private Instant _cleanedAt = Instant.MinValue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SendEvery);
        do
        {
            await RoundAsync(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        try
        {
            var now = clock.GetCurrentInstant();
            if (now - _lookedAt >= LookEvery)
            {
                await watch.LookAsync(now, cancellation);
                await new SignsOfLife(installation).AskAsync(now, cancellation);
                _lookedAt = now;
            }

            if (now - _cleanedAt >= CleanEvery)
            {
                await _queue.CleanAsync(now, cancellation);
                await new IdempotentCalls(installation.Database).CleanAsync(now, cancellation);
                _cleanedAt = now;
            }

            await SendAsync(now, cancellation);
        }
        catch (Exception defect) when (!cancellation.IsCancellationRequested)
        {
            // A database that is away, or a defect: the next round tries again.
            LogDefect(defect);
        }
    }

    private async Task SendAsync(Instant now, CancellationToken cancellation)
    {
        var due = await _queue.TakeAsync(now, AtOnce, cancellation);
        await Parallel.ForEachAsync(
            due,
            cancellation,
            async (row, token) =>
            {
                var answer = await sender.SendAsync(row.Destination, row.Delivery, clock.GetCurrentInstant(), token);
                await _queue.EndAsync(row.Delivery, answer, clock.GetCurrentInstant(), token);
                if (!answer.IsTaken)
                {
                    LogNotTaken(row.Destination.Name, row.Delivery.Event, answer.Status, answer.Text);
                }
            }
        );
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of deliveries and alerts failed; it is tried again")]
    private partial void LogDefect(Exception defect);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Destination} did not take {Event} ({Status}): {Text}")]
    private partial void LogNotTaken(string destination, string @event, int? status, string text);
}
