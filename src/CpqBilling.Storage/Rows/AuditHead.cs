namespace CpqBilling.Storage.Rows;

/// <summary>The newest entry of a chain; its row is held while an entry is added, so that chains do not fork.</summary>
public sealed class AuditHead
{
    public required string Chain { get; init; }

    public required long Sequence { get; set; }

    public required byte[] Hash { get; set; }
}
