using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage;

/// <summary>Tables of what is told to the outside, and of calls that are answered once.</summary>
internal static class OutgoingModel
{
    public static void Describe(ModelBuilder builder)
    {
        builder.Entity<Alert>(alert =>
        {
            // Those that are over have no key, and both databases let any number of rows have none.
            alert.HasIndex(row => new { row.OrgId, row.OpenKey }).IsUnique();
            alert.HasIndex(row => new { row.OrgId, row.RaisedAt });
        });
        builder.Entity<AlertLimits>().HasKey(row => row.OrgId);
        builder.Entity<Destination>().HasIndex(row => row.OrgId);
        builder.Entity<Delivery>(delivery =>
        {
            delivery.HasIndex(row => row.NextAt);
            delivery.HasIndex(row => new { row.DestinationId, row.CreatedAt });
            delivery.HasIndex(row => row.CreatedAt);
        });
        builder.Entity<IdempotentCall>(call =>
        {
            call.HasKey(row => new { row.Caller, row.Key });
            call.HasIndex(row => row.BegunAt);
        });
    }
}
