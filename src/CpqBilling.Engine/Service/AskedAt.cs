using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>When an org was last asked whether refused contracts were corrected.</summary>
/// <param name="Recent">For refusals of the last hour.</param>
/// <param name="All">For all refusals.</param>
public sealed record AskedAt(Instant Recent, Instant All)
{
    public static AskedAt Never { get; } = new(Instant.MinValue, Instant.MinValue);
}
