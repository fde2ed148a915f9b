using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Answers of earlier POSTs by their key, for at least a day of wall-clock time.</summary>
internal sealed class IdempotencyStore
{
    private const long LifetimeSeconds = 24 * 60 * 60;
    private readonly ConcurrentDictionary<string, Entry> _entries = [];

    public sealed record Entry(string Fingerprint, string RequestId, long At)
    {
        public int Status { get; init; }

        /// <summary>Null while the first request is still running.</summary>
        public byte[]? Body { get; init; }

        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }

    /// <summary>The answer to replay; null when the caller is first and must finish with <see cref="Keep"/> or <see cref="Forget"/>.</summary>
    public Entry? Begin(string key, string fingerprint, string requestId, long now)
    {
        var mine = new Entry(fingerprint, requestId, now);
        var found = _entries.AddOrUpdate(key, mine, (_, old) => old.Body is not null && old.At + LifetimeSeconds < now ? mine : old);
        if (ReferenceEquals(found, mine))
        {
            return null;
        }

        if (found.Fingerprint != fingerprint)
        {
            throw Errors.IdempotencyMismatch(key);
        }

        return found.Body is null ? throw Errors.IdempotencyInUse(key) : found;
    }

    /// <summary>Keys that were kept since the last save; null when nobody saves.</summary>
    public ConcurrentQueue<string>? Unsaved { get; set; }

    public Entry? Find(string key) => _entries.GetValueOrDefault(key);

    public void Restore(string key, Entry entry) => _entries[key] = entry;

    public void Keep(string key, int status, byte[] body, IReadOnlyDictionary<string, string> headers)
    {
        _entries[key] = _entries[key] with { Status = status, Body = body, Headers = headers };
        Unsaved?.Enqueue(key);
    }

    public void Forget(string key) => _entries.TryRemove(key, out _);
}
