namespace CpqBilling.Engine.Application.Backfilling;

/// <summary>When orders are listed by a query job of Salesforce instead of part by part.</summary>
/// <param name="From">So many orders.</param>
/// <param name="PageSize">Orders that are put into the queue between two steps of the cursor.</param>
public sealed record BulkRules(int From, int PageSize)
{
    public static BulkRules Default { get; } = new(10_000, 10_000);
}
