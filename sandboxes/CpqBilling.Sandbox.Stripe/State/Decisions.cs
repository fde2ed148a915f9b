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

    /// <summary>The same in flexible billing mode.</summary>
    public int MostItemsPerFlexiblePhase { get; set; } = 100;

    public int MostItems(bool isFlexible) => isFlexible ? Math.Max(MostItemsPerFlexiblePhase, MostItemsPerPhase) : MostItemsPerPhase;

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

    /// <summary>The version of requests that name none, and of events.</summary>
    public string DefaultVersion { get; set; } = ApiVersions.Current;

    /// <summary>Whether a draft waits, up to three days, while an endpoint has not taken its <c>invoice.created</c>.</summary>
    public bool FinalizationWaitsForWebhooks { get; set; }

    /// <summary>Lets the next advances of test clocks end in an internal failure.</summary>
    public bool ClocksFail { get; set; }

    /// <summary>Whether a change of interval moves the anchor in flexible billing too.</summary>
    public bool IntervalChangeMovesFlexibleAnchor { get; set; }

    /// <summary>Whether a backdated start without prorations charges the running period at once in flexible billing too.</summary>
    public bool UnproratedBackdateChargesRunningPeriod { get; set; }

    /// <summary>Whether a lone new price in a phase takes over the item of the lone price it replaces.</summary>
    public bool LoneReplacementKeepsItem { get; set; } = true;

    /// <summary>Whether events on a test clock carry its time, or the time of the wall.</summary>
    public bool EventsCarryClockTime { get; set; } = true;

    /// <summary>Whether search finds objects on test clocks.</summary>
    public bool SearchFindsClockObjects { get; set; } = true;

    /// <summary>The reason on the last invoice of a cancellation.</summary>
    public string ReasonOfCancellation { get; set; } = "subscription_update";

    /// <summary>The reason on an invoice that a client makes for a subscription.</summary>
    public string ReasonOfClientInvoice { get; set; } = "subscription_update";

    public int MostInvoicesPerMinute { get; set; } = 10;
    public int MostInvoicesPerDay { get; set; } = 20;

    /// <summary>In minor units; eight digits.</summary>
    public long LargestAmount { get; set; } = 99_999_999;

    /// <summary>Keys that were good once.</summary>
    public IReadOnlyList<string> ExpiredKeys { get; set; } = [];

    /// <summary>A key that was rolled → the key whose account it opens.</summary>
    public IReadOnlyDictionary<string, string> RolledKeys { get; set; } = new Dictionary<string, string>();

    /// <summary>What restricted keys may use, as beginnings of paths; a key that is not named may use everything.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> KeyPermissions { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Keys in force when set; otherwise any test key has its own empty account.</summary>
    public IReadOnlyList<string>? KnownKeys { get; set; }
}
