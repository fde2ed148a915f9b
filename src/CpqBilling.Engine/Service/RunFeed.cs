using CpqBilling.Engine.Sync;

namespace CpqBilling.Engine.Service;

/// <summary>Tells whoever listens in this process that a sync began or ended; whoever missed it reads the database.</summary>
public sealed class RunFeed
{
    public event EventHandler<SyncBegan>? Began;

    /// <summary>Raised on the thread that worked; listeners are quick.</summary>
    public event EventHandler<SyncEnded>? Ended;

    internal void TellBegan(SyncBegan began) => Began?.Invoke(this, began);

    internal void TellEnded(SyncEnded ended) => Ended?.Invoke(this, ended);
}

/// <param name="OrderId">The order that asked for it.</param>
public sealed record SyncBegan(string OrgId, string OrderId);

public sealed record SyncEnded(string OrgId, string OrderId, SyncReport Report);
