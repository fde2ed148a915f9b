namespace CpqBilling.Storage.Rows.Outgoing;

/// <summary>From where on an org's figures are an alert; an org without a row has the defaults.</summary>
public sealed class AlertLimits
{
    public const int UsualLagMinutes = 30;

    public required string OrgId { get; init; }

    /// <summary>How long a contract may be due.</summary>
    public int LagMinutes { get; set; } = UsualLagMinutes;

    /// <summary>Whole units of any one currency that issues may hold back; null asks for no alert.</summary>
    public long? HeldMoney { get; set; }
}
