namespace CpqBilling.Storage.Rows.Outgoing;

public enum DestinationKind
{
    /// <summary>JSON, signed with a secret that the receiver knows.</summary>
    Webhook,

    /// <summary>A text, as Slack and what is compatible with it take it.</summary>
    Slack,

    Email,

    /// <summary>Is asked every hour; whoever watches it notices when it is not.</summary>
    DeadManSwitch,
}
