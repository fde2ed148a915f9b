namespace CpqBilling.Core.Requests;

/// <summary>What a schedule does with its subscription after its last phase.</summary>
public enum ScheduleEnd
{
    Cancel,

    /// <summary>The subscription goes on by itself.</summary>
    Release,
    None,
    Renew,
}
