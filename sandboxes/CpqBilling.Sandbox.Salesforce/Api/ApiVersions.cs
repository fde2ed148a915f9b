using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The versions served: from 51.0, which command line tools ask for in fixed calls, to the newest.</summary>
internal static class ApiVersions
{
    public const int Oldest = 51;
    public const int Newest = 65;
    private static readonly string[] Seasons = ["Spring", "Summer", "Winter"];
    private static readonly string[] Resources =
    [
        "tooling",
        "metadata",
        "eventSchema",
        "composite",
        "parameterizedSearch",
        "query",
        "queryAll",
        "recent",
        "search",
        "sobjects",
        "identity",
        "limits",
        "jobs",
        "support",
    ];

    /// <summary>Three versions a year, as numbers and as the path writes them.</summary>
    public static bool IsServed(string version) =>
        version.EndsWith(".0", StringComparison.Ordinal) && int.TryParse(version[..^2], out var number) && number is >= 20 and <= Newest;

    public static JsonArray List() =>
        new([
            .. Enumerable
                .Range(Oldest, Newest - Oldest + 1)
                .Select(number =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["label"] = Label(number),
                            ["url"] = $"/services/data/v{number}.0",
                            ["version"] = $"{number}.0",
                        }
                ),
        ]);

    /// <summary>Every resource is a path but the identity, which is a whole address.</summary>
    public static JsonObject ResourcesOf(string version, string identity) =>
        new([
            .. Resources.Select(name => KeyValuePair.Create(name, (JsonNode?)(name == "identity" ? identity : $"/services/data/v{version}/{name}"))),
        ]);

    /// <summary>51 was Spring '21; 65 is Winter '26.</summary>
    private static string Label(int number)
    {
        var season = (number - 51) % 3;
        return $"{Seasons[season]} '{21 + ((number - 51) / 3) + (season == 2 ? 1 : 0)}";
    }
}
