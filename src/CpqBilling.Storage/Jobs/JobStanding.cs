namespace CpqBilling.Storage.Jobs;

/// <summary>How a job stands.</summary>
public enum JobStanding
{
    /// <summary>Somebody works on it.</summary>
    Running,

    /// <summary>It waits for its turn.</summary>
    Due,

    /// <summary>It failed in a way that passes.</summary>
    Retrying,

    /// <summary>Somebody must change a record that its errors name.</summary>
    NeedsYou,

    /// <summary>It waits for a date.</summary>
    Waiting,
}
