using CpqBilling.Engine.Sync;
using NodaTime;

namespace CpqBilling.Engine.Application.Orders;

/// <summary>Tells of changes, from whichever node they come: the database is asked while anybody listens.</summary>
public sealed class OrderWatch(BillingOrg org)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.5);
    private readonly Lock _lock = new();
    private readonly OrderList _orders = new(org);
    private Action? _changed;
    private bool _isLooking;

    /// <returns>Ends the listening.</returns>
    public IDisposable Listen(Action changed)
    {
        lock (_lock)
        {
            _changed += changed;
            if (!_isLooking)
            {
                _isLooking = true;
                _ = LookAsync();
            }
        }

        return new Ear(this, changed);
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        Instant? known = null;
        var isFirst = true;
        while (await timer.WaitForNextTickAsync())
        {
            if (IsAlone())
            {
                return;
            }

            var seen = await SeenAsync(known);
            if (!isFirst && seen != known)
            {
                _changed?.Invoke();
            }

            (known, isFirst) = (seen, false);
        }
    }

    private bool IsAlone()
    {
        lock (_lock)
        {
            _isLooking = _changed is not null;
            return !_isLooking;
        }
    }

    /// <summary>A database that is away for a moment is asked again with the next tick.</summary>
    private async Task<Instant?> SeenAsync(Instant? known)
    {
        try
        {
            return await _orders.ChangedAtAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or InvalidOperationException)
        {
            return known;
        }
    }

    private void Forget(Action changed)
    {
        lock (_lock)
        {
            _changed -= changed;
        }
    }

    private sealed class Ear(OrderWatch watch, Action changed) : IDisposable
    {
        public void Dispose() => watch.Forget(changed);
    }
}
