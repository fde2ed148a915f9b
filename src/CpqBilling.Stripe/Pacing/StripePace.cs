using System.Collections.Concurrent;
using System.Diagnostics;

namespace CpqBilling.Stripe.Pacing;

/// <summary>Lets requests to one Stripe account pass at its rate, the more urgent first; nobody waits for ever.</summary>
/// <param name="perSecond">What one process may send when it is alone.</param>
public sealed class StripePace(double perSecond)
{
    /// <summary>Timers count whole milliseconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly PaceQueue _queue = new(perSecond);
    private readonly ConcurrentDictionary<Task, bool> _givenUp = new();
    private readonly long _beganAt = Stopwatch.GetTimestamp();
    private bool _isPassing;

    private TimeSpan Now => Stopwatch.GetElapsedTime(_beganAt);

    /// <inheritdoc cref="PaceQueue.ShareAmong"/>
    public void ShareAmong(int processes)
    {
        lock (_lock)
        {
            _queue.ShareAmong(processes);
        }
    }

    /// <inheritdoc cref="PaceQueue.SlowDown"/>
    public void SlowDown()
    {
        lock (_lock)
        {
            _queue.SlowDown(Now);
        }
    }

    /// <summary>Returns when it is the request's turn.</summary>
    public async Task PassAsync(RequestUrgency urgency, CancellationToken cancellation)
    {
        Task turn;
        lock (_lock)
        {
            turn = _queue.Wait(urgency, Now);
            if (!_isPassing)
            {
                _isPassing = LetPass() is not null;
                _ = _isPassing ? LetPassAsync() : Task.CompletedTask;
            }
        }

        try
        {
            await turn.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            _givenUp[turn] = true;
            throw;
        }
    }

    private async Task LetPassAsync()
    {
        while (Next() is { } wait)
        {
            await Task.Delay(wait + Tick);
        }
    }

    private TimeSpan? Next()
    {
        lock (_lock)
        {
            var wait = LetPass();
            _isPassing = wait is not null;
            return wait;
        }
    }

    private TimeSpan? LetPass() => _queue.LetPass(Now, turn => _givenUp.TryRemove(turn, out _));
}
