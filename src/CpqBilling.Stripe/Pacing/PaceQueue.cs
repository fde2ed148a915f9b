namespace CpqBilling.Stripe.Pacing;

/// <summary>Whose turn it is, and when: told the time, so that it needs no clock. Not for several threads.</summary>
/// <remarks>
/// Turns come evenly instead of in bursts, which Stripe would refuse. After a refusal for its rate the pace is half of what it was, and comes back a
/// step every few seconds. A new queue begins at half: whoever had the account before may have used up what Stripe allows.
/// </remarks>
/// <param name="perSecond">What one process may send when it is alone.</param>
internal sealed class PaceQueue(double perSecond)
{
    private const double Step = 0.1;
    private const double Least = 0.02;
    private static readonly TimeSpan StepEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    /// <summary>A look that comes late is made up for, up to so much.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(100);

    private readonly PriorityQueue<TaskCompletionSource, (TimeSpan, long)> _waiting = new();
    private long _number;
    private TimeSpan _nextAt;
    private TimeSpan? _refusedAt;
    private TimeSpan _slowedAt;
    private double _slowedTo = 0.5;
    private double _share = 1;

    public double RateAt(TimeSpan now) => perSecond * _share * PartAt(now);

    /// <summary>Several processes share what the account may take.</summary>
    public void ShareAmong(int processes) => _share = 1.0 / Math.Max(1, processes);

    /// <summary>Stripe refused a request for its rate. Of refusals within a second one counts: they were under way together.</summary>
    public void SlowDown(TimeSpan now)
    {
        if (_refusedAt is { } last && now - last < Together)
        {
            return;
        }

        (_slowedTo, _slowedAt, _refusedAt) = (Math.Max(Least, PartAt(now) / 2), now, now);
    }

    public Task Wait(RequestUrgency urgency, TimeSpan now)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(turn, (now + Handicap(urgency), _number++));
        return turn.Task;
    }

    /// <summary>Lets pass whose turn it is.</summary>
    /// <param name="isGivenUp">Whether nobody waits for a turn any more: then nothing is sent for it, and it costs none.</param>
    /// <returns>How long the next must wait; null when nobody waits.</returns>
    public TimeSpan? LetPass(TimeSpan now, Func<Task, bool> isGivenUp)
    {
        while (_waiting.TryPeek(out var turn, out _))
        {
            if (isGivenUp(turn.Task))
            {
                _waiting.Dequeue();
            }
            else if (now < _nextAt)
            {
                return _nextAt - now;
            }
            else
            {
                _waiting.Dequeue();
                turn.SetResult();
                var from = now - _nextAt > Slack ? now : _nextAt;
                _nextAt = from + TimeSpan.FromSeconds(1 / RateAt(now));
            }
        }

        return null;
    }

    /// <summary>As if it had come so much later: what is less urgent is passed by, and still gets its turn.</summary>
    private static TimeSpan Handicap(RequestUrgency urgency) =>
        urgency switch
        {
            RequestUrgency.Interactive => TimeSpan.Zero,
            RequestUrgency.Live => TimeSpan.FromSeconds(3),
            RequestUrgency.Backfill => TimeSpan.FromSeconds(15),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private double PartAt(TimeSpan now) => Math.Min(1, _slowedTo + (Step * Math.Floor((now - _slowedAt) / StepEvery)));
}
