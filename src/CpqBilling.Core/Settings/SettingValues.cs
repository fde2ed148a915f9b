namespace CpqBilling.Core.Settings;

/// <summary>Which removed, already billed time is credited.</summary>
public enum CreditMode
{
    None,
    TerminatedLines,
    AllReductions,

    /// <summary>Reductions, full terminations and canceled evergreen lines.</summary>
    Everything,
}

/// <summary>Whether amendments end with what they amend.</summary>
public enum CoTermination
{
    Required,

    /// <summary>Each line has an end of its own, before or after the contract's.</summary>
    Free,
}

public enum FractionalQuantity
{
    Reject,
    NetAmount,
}

public enum MixedFrequencies
{
    Reject,
    Flexible,
}

/// <summary>How Stripe bills a contract: classic takes 20 recurring lines, flexible 100.</summary>
public enum BillingMode
{
    /// <summary>Classic as long as it takes the contract.</summary>
    Auto,
    Classic,
    Flexible,
}

/// <summary>What the schedule does at the contract's end.</summary>
public enum EndBehavior
{
    Cancel,
    Release,
}

/// <summary>Whether the past of a backdated contract is billed.</summary>
public enum FirstInvoice
{
    Bill,
    Skip,
}

/// <summary>What becomes of an order whose whole term is over before it was synced.</summary>
public enum FullyPastOrders
{
    Reject,

    /// <summary>One invoice, of what CPQ sold.</summary>
    Invoice,
    Skip,
}

public enum PreExistingContracts
{
    Reject,
    Migrate,
}

public enum ProrationInvoices
{
    Finalize,
    Draft,
    Off,
}

/// <summary>What happens to a schedule that somebody changed in Stripe.</summary>
public enum DriftRule
{
    Stop,
    Overwrite,
    Keep,
}

/// <summary>What happens when an order is not what it was when it was last sent.</summary>
public enum EditRule
{
    Stop,

    /// <summary>The new values count from the next bill on, and the difference is made up once.</summary>
    Apply,
}

/// <summary>What happens when a record carries an id that Stripe does not know.</summary>
public enum UnknownIdRule
{
    Stop,

    /// <summary>What the record stands for is made anew, and its new id takes the place of the old one.</summary>
    Replace,
}

/// <summary>What becomes of an order's coupons when a later order changes the contract.</summary>
public enum OrderCouponRule
{
    /// <summary>They go on for the lines of their order.</summary>
    Continue,

    /// <summary>They end with the phases of their order.</summary>
    End,
}
