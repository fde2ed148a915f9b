namespace CpqBilling.Faults;

/// <summary>The moments of a sync at which its process can end: before and after every call and every commit, in the order they come.</summary>
internal sealed class Moments
{
    private readonly List<string> _seen = [];
    private readonly Lock _lock = new();

    /// <summary>The moment at which it ends; null lets it live.</summary>
    public int? EndsAt { get; set; }

    public bool IsCounting { get; set; }

    public bool IsOver { get; private set; }

    /// <summary>What happened at each moment, for people who read of a failure.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_lock)
            {
                return [.. _seen];
            }
        }
    }

    /// <exception cref="ProcessEndedException">It ends here, or has ended already.</exception>
    public void Pass(string moment)
    {
        lock (_lock)
        {
            if (!IsCounting)
            {
                return;
            }

            IsOver |= _seen.Count == EndsAt;
            if (IsOver)
            {
                throw new ProcessEndedException(moment);
            }

            _seen.Add(moment);
        }
    }
}

/// <summary>Nothing that was begun goes on behind this.</summary>
internal sealed class ProcessEndedException(string moment) : Exception($"The process ended {moment}.");
