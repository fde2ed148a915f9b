namespace CpqBilling.Storage.Rows.Outgoing;

/// <summary>The closed list of what alerts are about.</summary>
public enum AlertKind
{
    /// <summary>Salesforce or a Stripe account does not answer, or refuses the service.</summary>
    ConnectionDown,

    /// <summary>Orders wait for somebody because of an error; one alert for each code.</summary>
    IssueOpen,

    /// <summary>Somebody changed in Stripe what the service made.</summary>
    DriftFound,

    /// <summary>Orders that wait for somebody hold back more money than the limit.</summary>
    MoneyHeld,

    /// <summary>Contracts have been due for longer than the limit.</summary>
    QueueStuck,

    /// <summary>The last reconciliation found something.</summary>
    ReconcileFindings,

    /// <summary>A destination did not take what it was sent for days, and is sent nothing any more.</summary>
    DestinationFailing,
}
