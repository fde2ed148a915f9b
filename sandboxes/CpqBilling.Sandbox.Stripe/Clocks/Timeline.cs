namespace CpqBilling.Sandbox.Stripe.Clocks;

/// <summary>What can fall due. The order of members is the order in which things of one instant happen.</summary>
internal enum DueKind
{
    ScheduleStart,
    SubscriptionStep,
    IncompleteExpiry,
    PendingUpdateExpiry,
    Finalization,
    PaymentRetry,
    Overdue,
    ResumeCollection,
    TrialNotice,
    ExpiringNotice,
    UpcomingNotice,
}

internal readonly record struct Due(long At, DueKind Kind, long CustomerSequence, long Order, string ObjectId) : IComparable<Due>
{
    public int CompareTo(Due other)
    {
        var byTime = At.CompareTo(other.At);
        if (byTime != 0)
        {
            return byTime;
        }

        var byKind = Kind.CompareTo(other.Kind);
        if (byKind != 0)
        {
            return byKind;
        }

        var byCustomer = CustomerSequence.CompareTo(other.CustomerSequence);
        return byCustomer != 0 ? byCustomer : Order.CompareTo(other.Order);
    }
}

/// <summary>One line of time, the base clock's or a test clock's, and what will fall due on it.</summary>
/// <remarks>
/// Entries are never withdrawn: when one comes up, whoever handles it looks whether its object still expects it.
/// That keeps the queue the only structure that grows with the number of subscriptions.
/// </remarks>
internal sealed class Timeline(Func<long> source, string? clockId)
{
    private readonly PriorityQueue<Due, Due> _queue = new();
    private long? _processing;
    private long _order;

    public string? ClockId => clockId;

    /// <summary>The instant being worked off, or the clock's own time when nothing is.</summary>
    public long Now => _processing ?? source();

    public long? NextAt => _queue.TryPeek(out var due, out _) ? due.At : null;

    public void Expect(long at, DueKind kind, long customerSequence, string objectId)
    {
        var due = new Due(at, kind, customerSequence, _order++, objectId);
        _queue.Enqueue(due, due);
    }

    /// <summary>Works off what is due up to the given instant; stops early when told to, and says whether it finished.</summary>
    public bool RunUntil(long target, Action<Due> handle, Func<bool>? mustPause = null)
    {
        // A handler may ask for the time, but must not start a second run inside this one.
        if (_processing is not null)
        {
            return true;
        }

        try
        {
            while (_queue.TryPeek(out var due, out _) && due.At <= target)
            {
                if (mustPause?.Invoke() == true)
                {
                    return false;
                }

                _queue.Dequeue();
                _processing = due.At;
                handle(due);
            }
        }
        finally
        {
            _processing = null;
        }

        return true;
    }

    /// <summary>Lets one action see another time, for previews.</summary>
    public void At(long instant, Action action)
    {
        var before = _processing;
        _processing = instant;
        try
        {
            action();
        }
        finally
        {
            _processing = before;
        }
    }
}
