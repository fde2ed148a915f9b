namespace CpqBilling.Storage.Rows;

/// <summary>How an order stands, in the words that people read.</summary>
public enum OrderState
{
    /// <summary>A run is under way.</summary>
    Running,

    /// <summary>It waits for its turn, a date or another order.</summary>
    Waiting,

    /// <summary>Something passed on the way that passes by itself: tried again without anybody.</summary>
    Retrying,

    /// <summary>Somebody must change something.</summary>
    NeedsYou,
    Done,

    /// <summary>There was nothing to do, and the reason stands beside it.</summary>
    Skipped,
}
