using System.Collections.Concurrent;
using CpqBilling.Storage;
using NodaTime;
using PollCursor = CpqBilling.Salesforce.PollCursor;

namespace CpqBilling.Engine.Sync;

/// <summary>Changes noticed lately, so that what two polls have in common is noticed once.</summary>
/// <remarks>
/// A poll begins somewhat before the cursor: what was changed before it may be committed, and seen, after it. Without this memory nothing is
/// lost; some records are looked at once more. Events note here what they told, while the poll runs.
/// </remarks>
public sealed class NoticedChanges
{
    /// <summary>A transaction of Salesforce ends within ten minutes.</summary>
    private static readonly Duration Overlap = Duration.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Instant> _at = new();

    /// <summary>Where a poll begins, when the last one read up to a position.</summary>
    public static PollCursor Before(StreamPosition? position) => new(position?.ModifiedAt is { } at ? at - Overlap : Instant.FromUnixTimeSeconds(0));

    /// <summary>The cursor after a page: it never goes back, though a poll begins before it.</summary>
    public static StreamPosition Later(StreamPosition? position, PollCursor read) =>
        position is { ModifiedAt: { } at } && (read.ModifiedAt < at || (read.ModifiedAt == at && read.AfterId is null))
            ? position
            : new StreamPosition(read.ModifiedAt, read.AfterId, null);

    public bool IsNew(string recordId, Instant changedAt) => !_at.TryGetValue(recordId, out var known) || known != changedAt;

    public void Note(string recordId, Instant changedAt) => _at[recordId] = changedAt;

    /// <summary>What no poll shows any more.</summary>
    public void Forget(StreamPosition? position)
    {
        var oldest = Before(position).ModifiedAt;
        foreach (var id in _at.Where(entry => entry.Value < oldest).Select(entry => entry.Key).ToList())
        {
            _at.TryRemove(id, out _);
        }
    }
}
