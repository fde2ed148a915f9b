using CpqBilling.Core.Errors;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Remembers whether an org answers: in the database, because the node that asks is seldom the one that shows it.</summary>
public sealed class OrgContacts(BillingDatabase database, string orgId)
{
    private const string Stream = "Salesforce contact";
    private static readonly Duration NoteEvery = Duration.FromSeconds(15);
    private readonly PollCursorStore _cursors = new(database);
    private Instant _notedAt = Instant.MinValue;
    private string? _noted;

    /// <returns>Null before anybody has asked.</returns>
    public async Task<OrgContact?> ReadAsync(CancellationToken cancellation) =>
        await _cursors.ReadAsync(orgId, Stream, cancellation) is { } noted ? new OrgContact(noted.ModifiedAt, noted.ReplayId) : null;

    /// <summary>A change is noted at once, the same again only now and then.</summary>
    /// <param name="refusal">Null when the org answered.</param>
    public async Task NoteAsync(SyncError? refusal, Instant now, CancellationToken cancellation)
    {
        var said = refusal is null ? null : $"{refusal.Message} {refusal.Fix}";
        if (said == _noted && now - _notedAt < NoteEvery)
        {
            return;
        }

        var before = await _cursors.ReadAsync(orgId, Stream, cancellation);
        var after = new StreamPosition(refusal is null ? now : before?.ModifiedAt, null, said);
        await _cursors.TryMoveAsync(new StreamMove(orgId, Stream, before, after, now), cancellation);
        (_noted, _notedAt) = (said, now);
    }
}
