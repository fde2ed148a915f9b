using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Journal;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Once a day forgets what nobody needs any more: old runs and events here, and Sync Records beyond the setting <c>syncRecordRetention</c> in the org.</summary>
public sealed class DailyCleaning(BillingOrg org)
{
    private const string Stream = "cleaning";
    private static readonly Duration Day = Duration.FromDays(1);

    /// <summary>Thirteen months: a year can be held against the year before.</summary>
    private static readonly Duration RunsStay = Duration.FromDays(396);

    /// <summary>Stripe offers an event for thirty days.</summary>
    private static readonly Duration EventsStay = Duration.FromDays(45);

    private readonly PollCursorStore _cursors = new(org.Database);

    /// <returns>Why Salesforce did not delete its records; that is tried again the next day.</returns>
    public async Task<SyncError?> RunAsync(CancellationToken cancellation)
    {
        var now = org.Now;
        var cleaned = await _cursors.ReadAsync(org.Facts.OrgId, Stream, cancellation);
        var move = new StreamMove(org.Facts.OrgId, Stream, cleaned, new StreamPosition(now, null, null), now);
        if ((cleaned?.ModifiedAt is { } last && now - last < Day) || !await _cursors.TryMoveAsync(move, cancellation))
        {
            return null;
        }

        var history = new OldHistory(org.Database);
        await history.ForgetRunsAsync(org.Facts.OrgId, now - RunsStay, cancellation);
        await history.ForgetEventsAsync(org.Facts.OrgId, now - EventsStay, cancellation);
        return await new SyncRecordCleaner(org.Salesforce).KeepAsync(org.Settings.SyncRecordRetention, cancellation);
    }
}
