namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>One endpoint: its path, the parameters it knows and what it does.</summary>
internal sealed class Route(string method, string template, Func<ParameterShape> shape, Func<ApiCall, JsonObject> handle)
{
    // Reading the option classes takes a while, so it waits for the first request.
    private readonly Lazy<ParameterShape> _shape = new(shape);

    public string Method => method;

    public string[] Segments { get; } = template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the path names one object and nothing to do with it.</summary>
    public bool EndsInId => Segments[^1][0] == '{';
    public ParameterShape Shape => _shape.Value;

    public JsonObject Handle(ApiCall call) => handle(call);

    public bool Matches(string[] path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (Segments[i][0] != '{' && Segments[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }

    public IReadOnlyList<string> IdsIn(string[] path) => [.. path.Where((_, index) => Segments[index][0] == '{')];
}

/// <summary>All endpoints; those with fixed words win over those with ids.</summary>
internal sealed class RouteTable
{
    private readonly Dictionary<(string Method, int Length, string Resource), List<Route>> _routes = [];

    public RouteTable Get(string template, Func<ParameterShape> shape, Func<ApiCall, JsonObject> handle) => Add("GET", template, shape, handle);

    public RouteTable Get(string template, Func<ApiCall, JsonObject> handle) => Add("GET", template, ParameterShape.Nothing, handle);

    public RouteTable Post(string template, Func<ParameterShape> shape, Func<ApiCall, JsonObject> handle) => Add("POST", template, shape, handle);

    public RouteTable Post(string template, Func<ApiCall, JsonObject> handle) => Add("POST", template, ParameterShape.Nothing, handle);

    public RouteTable Delete(string template, Func<ParameterShape> shape, Func<ApiCall, JsonObject> handle) => Add("DELETE", template, shape, handle);

    public RouteTable Delete(string template, Func<ApiCall, JsonObject> handle) => Add("DELETE", template, ParameterShape.Nothing, handle);

    public (Route Route, IReadOnlyList<string> Ids)? Match(string method, string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 2 || !_routes.TryGetValue((method, segments.Length, segments[1]), out var candidates))
        {
            return null;
        }

        foreach (var route in candidates)
        {
            if (route.Matches(segments))
            {
                return (route, [.. route.IdsIn(segments).Select(Uri.UnescapeDataString)]);
            }
        }

        return null;
    }

    private RouteTable Add(string method, string template, Func<ParameterShape> shape, Func<ApiCall, JsonObject> handle)
    {
        var route = new Route(method, template, shape, handle);
        var key = (method, route.Segments.Length, route.Segments[1]);
        if (!_routes.TryGetValue(key, out var list))
        {
            _routes[key] = list = [];
        }

        list.Add(route);
        list.Sort((a, b) => Ids(a).CompareTo(Ids(b)));
        return this;
    }

    private static int Ids(Route route) => route.Segments.Count(segment => segment[0] == '{');
}
