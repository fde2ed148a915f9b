namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>
/// Everything no source settles, and what tests want to vary, in one place. The defaults are the choices made in the
/// specification of the sandbox; the control endpoints may change them.
/// </summary>
internal sealed class Decisions
{
    /// <summary>Seconds a draft waits before it is finalised by itself.</summary>
    public long FinalizationDelay { get; set; } = 3600;

    /// <summary>Whether a schedule that ends by release is shown as released or as completed.</summary>
    public string StatusAfterRelease { get; set; } = "released";

    /// <summary>Whether invoices of automatic phase changes wait like renewals do.</summary>
    public bool AutomaticPhaseInvoicesWait { get; set; } = true;

    public int MostItemsPerPhase { get; set; } = 20;

    /// <summary>Limits of test clocks: advance at most two intervals, three customers, three subscriptions each.</summary>
    public bool StrictClocks { get; set; } = true;

    public int MostCustomersPerClock { get; set; } = 3;

    public int MostSubscriptionsPerClockCustomer { get; set; } = 3;

    public int MostSubscriptionsPerCustomer { get; set; } = 500;

    /// <summary>Days between the attempts to collect an automatic charge.</summary>
    public IReadOnlyList<int> RetryDays { get; set; } = [3, 5, 7];

    /// <summary>past_due, unpaid or canceled: what becomes of a subscription after the last attempt.</summary>
    public string AfterLastRetry { get; set; } = "past_due";

    /// <summary>Whether the recorded event that the pinned client has no constant for is sent.</summary>
    public bool SendInvoiceItemUpdated { get; set; }

    /// <summary>Whether recurring prices also send the events of their mirrored plan.</summary>
    public bool SendPlanEvents { get; set; } = true;

    public int UpcomingNoticeDays { get; set; } = 7;

    public int ExpiringNoticeDays { get; set; } = 7;

    public bool StrictMeterEvents { get; set; }

    /// <summary>Artificial time a clock takes to advance.</summary>
    public int ClockDelayMilliseconds { get; set; }

    public int MostEventsKept { get; set; } = 50_000;

    /// <summary>How far the search index is behind; the service's is up to a minute behind.</summary>
    public int SearchLagMilliseconds { get; set; }

    /// <summary>How long a request waits for another one that works on the same account before it is told to try again.</summary>
    public int LockWaitMilliseconds { get; set; } = 20_000;

    /// <summary>Keys in force when set; otherwise any test key has its own empty account.</summary>
    public IReadOnlyList<string>? KnownKeys { get; set; }
}
