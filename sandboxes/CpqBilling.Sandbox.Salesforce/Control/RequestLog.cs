using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Control;

/// <summary>The latest API requests, oldest first, for tests and demos to look at.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 10_000;
    private readonly Queue<LoggedRequest> _requests = new();

    public void Add(LoggedRequest request)
    {
        lock (_requests)
        {
            if (_requests.Count == Capacity)
                _requests.Dequeue();
            _requests.Enqueue(request);
        }
    }

    public void Clear()
    {
        lock (_requests)
            _requests.Clear();
    }

    public JsonArray ToJson()
    {
        lock (_requests)
            return new JsonArray([
                .. _requests.Select(request =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["method"] = request.Method,
                            ["path"] = request.Path,
                            ["body"] = request.Body,
                            ["status"] = request.Status,
                            ["milliseconds"] = Math.Round(request.Duration.TotalMilliseconds, 3),
                        }
                ),
            ]);
    }
}

/// <summary>One request; credentials in token requests are not kept.</summary>
internal sealed record LoggedRequest(string Method, string Path, string? Body, int Status, TimeSpan Duration);
