namespace CpqBilling.Core.Requests;

/// <summary>How far a subscription schedule has come.</summary>
public enum ScheduleStatus
{
    NotStarted,
    Active,

    /// <summary>Its last phase is over.</summary>
    Completed,

    /// <summary>It has let its subscription go.</summary>
    Released,
    Canceled,
}
