using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>How an order stood before a run.</summary>
internal sealed record OrderStanding(OrderState State, string? ErrorCode)
{
    public static OrderStanding Of(ListedOrder row) => new(row.State, row.ErrorCode);
}
