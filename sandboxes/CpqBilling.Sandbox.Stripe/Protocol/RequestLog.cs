using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>What was asked and answered, for assertions. Keeps the latest requests only.</summary>
internal sealed class RequestLog
{
    private const int MostEntries = 20_000;
    private const int MostResponses = 2_000;
    private readonly ConcurrentQueue<Entry> _withResponse = [];
    private readonly ConcurrentQueue<Entry> _entries = [];

    public sealed record Entry(
        string Method,
        string Path,
        RawNode Form,
        string? IdempotencyKey,
        int Status,
        string RequestId,
        double Milliseconds,
        DateTimeOffset At
    )
    {
        public string? ErrorMessage { get; init; }

        /// <summary>Empty when the request named no usable key.</summary>
        public string ApiKey { get; init; } = "";

        /// <summary>UTF-8 JSON of the answer; dropped after a while, so that a long run does not fill the memory.</summary>
        public byte[]? Response { get; set; }

        public bool IsReplay { get; init; }
    }

    public void Add(Entry entry)
    {
        _entries.Enqueue(entry);
        _withResponse.Enqueue(entry);
        while (_withResponse.Count > MostResponses && _withResponse.TryDequeue(out var old))
        {
            old.Response = null;
        }

        while (_entries.Count > MostEntries && _entries.TryDequeue(out _)) { }
    }

    public void Clear()
    {
        _entries.Clear();
        _withResponse.Clear();
    }

    public IReadOnlyList<Entry> Entries => [.. _entries];

    public JsonArray ToJson() =>
        JsonText.Array(
            _entries,
            entry => new JsonObject
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
                ["response"] = entry.Response is { Length: > 0 } response ? JsonNode.Parse(response) : null,
            }
        );
}
