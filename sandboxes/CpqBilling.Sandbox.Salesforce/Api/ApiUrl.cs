using System.Text.RegularExpressions;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Takes a REST URL apart. Segments are cut before they are decoded, since an external id may hold an encoded slash.</summary>
internal sealed partial record ApiUrl(string Version, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query)
{
    [GeneratedRegex(@"^/services/data/v(\d+\.\d)(?:/(.*))?$")]
    private static partial Regex DataPath();

    /// <summary>Null for anything that is not <c>/services/data/vXX.0/…</c>.</summary>
    public static ApiUrl? Parse(string url)
    {
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        var match = DataPath().Match(mark < 0 ? url : url[..mark]);
        if (!match.Success)
            return null;
        var segments = match.Groups[2].Value.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        return new ApiUrl(match.Groups[1].Value, segments, mark < 0 ? new Dictionary<string, string>() : QueryOf(url[(mark + 1)..]));
    }

    /// <summary>Query strings are form-encoded: a plus is a blank.</summary>
    public static Dictionary<string, string> QueryOf(string text)
    {
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            query[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }
        return query;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
