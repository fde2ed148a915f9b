using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>What was asked and answered, for assertions. Keeps the latest requests only.</summary>
internal sealed class RequestLog
{
    private const int MostEntries = 20_000;
    private readonly ConcurrentQueue<Entry> _entries = [];

    public sealed record Entry(string Method, string Path, RawNode Form, string? IdempotencyKey, int Status, string RequestId, double Milliseconds, DateTimeOffset At)
    {
        public string? ErrorMessage { get; init; }

        public bool IsReplay { get; init; }
    }

    public void Add(Entry entry)
    {
        _entries.Enqueue(entry);
        while (_entries.Count > MostEntries && _entries.TryDequeue(out _))
        {
        }
    }

    public void Clear() => _entries.Clear();

    public IReadOnlyList<Entry> Entries => [.. _entries];

    public JsonArray ToJson() => JsonText.Array(_entries, entry => new JsonObject
    {
        ["method"] = entry.Method,
        ["path"] = entry.Path,
        ["body"] = entry.Form.ToJson() ?? new JsonObject(),
        ["idempotencyKey"] = entry.IdempotencyKey,
        ["status"] = entry.Status,
        ["requestId"] = entry.RequestId,
        ["milliseconds"] = entry.Milliseconds,
        ["at"] = entry.At.ToString("O"),
        ["error"] = entry.ErrorMessage,
        ["replayed"] = entry.IsReplay,
    });
}
