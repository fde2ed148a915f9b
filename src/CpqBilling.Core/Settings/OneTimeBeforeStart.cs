namespace CpqBilling.Core.Settings;

/// <summary>When one-time lines of a first order are charged whose recurring lines start later than the order.</summary>
public enum OneTimeBeforeStart
{
    WithFirstPhase,

    /// <summary>On the order's own first day, by an invoice of their own.</summary>
    AtOrderStart,
}
