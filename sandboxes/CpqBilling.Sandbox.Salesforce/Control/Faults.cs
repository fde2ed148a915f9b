using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Control;

internal enum FaultKind
{
    Latency,
    Unauthorized,
    ServerError,
    Unavailable,
    LockRow,
    DropAfterWrite,
    Limit,
    Truncated,
    TooManyRequests,
}

/// <summary>A trouble to play: which requests it hits, how often, and what happens.</summary>
/// <param name="Times">How many requests it hits before it is used up; null is without end.</param>
/// <param name="Rate">The share of matching requests that are hit, spread evenly so that runs repeat.</param>
internal sealed record Fault(string? Method, string? PathContains, int? Times, FaultKind Kind, int Milliseconds, double Rate)
{
    public static Fault Read(JsonObject json) =>
        new(
            json["method"]?.GetValue<string>(),
            json["pathContains"]?.GetValue<string>(),
            json["times"] is { } times ? (int)times.GetValue<double>()
                : json["rate"] is null ? 1
                : null,
            Enum.TryParse<FaultKind>(json["kind"]?.GetValue<string>(), ignoreCase: true, out var kind)
                ? kind
                : throw new FormatException(
                    "kind must be latency, unauthorized, serverError, unavailable, lockRow, dropAfterWrite, limit, truncated or tooManyRequests"
                ),
            json["milliseconds"] is { } milliseconds ? (int)milliseconds.GetValue<double>() : 0,
            json["rate"]?.GetValue<double>() ?? 1
        );

    public bool Matches(string method, string path) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (PathContains is null || path.Contains(PathContains, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The faults in force.</summary>
internal sealed class Faults
{
    private readonly List<Armed> _armed = [];

    public void Add(Fault fault)
    {
        lock (_armed)
            _armed.Add(new Armed { Fault = fault, Left = fault.Times });
    }

    public void Clear()
    {
        lock (_armed)
            _armed.Clear();
    }

    /// <summary>Faults that hit this request, in the order they were armed.</summary>
    public IReadOnlyList<Fault> Hitting(string method, string path)
    {
        lock (_armed)
        {
            var hits = _armed.Where(armed => armed.Fault.Matches(method, path) && armed.Hits()).Select(armed => armed.Fault).ToList();
            _armed.RemoveAll(armed => armed.Left == 0);
            return hits;
        }
    }

    private sealed class Armed
    {
        private double _due;

        public required Fault Fault { get; init; }

        public int? Left { get; set; }

        public bool Hits()
        {
            _due += Fault.Rate;
            if (_due < 0.999_999 || Left == 0)
                return false;
            _due -= 1;
            Left -= 1;
            return true;
        }
    }
}
