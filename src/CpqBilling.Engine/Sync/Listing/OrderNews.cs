using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>What destinations are told of a run: that Stripe was changed, or that an order is stopped by something new.</summary>
internal static class OrderNews
{
    /// <summary>Codes of what somebody changed in Stripe.</summary>
    private const string Changed = "SYNC-7";

    /// <param name="row">As the run left it.</param>
    /// <returns>Null where nothing is new.</returns>
    public static OutgoingNews? Of(ListedOrder row, OrderStanding before, SyncReport report, Instant now)
    {
        if (row.State == OrderState.Done)
        {
            return report.Outcome == SyncOutcome.Synced ? News(row, OutgoingEvents.OrderSynced, $"Order {row.Number} is billed.", report, now) : null;
        }

        var isNew = before.State != OrderState.NeedsYou || before.ErrorCode != row.ErrorCode;
        if (row.State != OrderState.NeedsYou || !isNew || report.Errors.IsEmpty)
        {
            return null;
        }

        var (error, isDrift) = (report.Errors[0], report.Errors[0].Code.StartsWith(Changed, StringComparison.Ordinal));
        var text = $"Order {row.Number} {(isDrift ? "differs from what was made in Stripe" : "cannot be billed yet")}: {error.Message} {error.Fix}";
        return News(row, isDrift ? OutgoingEvents.ContractDrifted : OutgoingEvents.OrderRefused, text, report, now);
    }

    private static OutgoingNews News(ListedOrder row, string what, string text, SyncReport report, Instant now) =>
        new(
            row.OrgId,
            what,
            now,
            text,
            new
            {
                row.OrderId,
                row.Number,
                row.ContractKey,
                row.AccountId,
                row.StripeId,
                Errors = report.Errors.Select(error => new
                {
                    error.Code,
                    error.Message,
                    error.Fix,
                    RecordType = error.Record.Type,
                    RecordId = error.Record.Id,
                }),
            }
        );
}
