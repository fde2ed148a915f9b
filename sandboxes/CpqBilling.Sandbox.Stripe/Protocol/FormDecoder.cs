using System.Net;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Turns <c>phases[0][items][][price]=…</c> pairs, from a query or a body, into a tree.</summary>
internal static class FormDecoder
{
    public static void Decode(string encoded, RawNode root)
    {
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=');
            var name = WebUtility.UrlDecode(cut < 0 ? pair : pair[..cut]);
            var text = cut < 0 ? "" : WebUtility.UrlDecode(pair[(cut + 1)..]);
            Place(root, name, text);
        }
    }

    private static void Place(RawNode root, string name, string text)
    {
        var segments = Segments(name);
        var node = root;
        for (var i = 0; i < segments.Count; i++)
        {
            node = segments[i].Length == 0 ? node.NextElement([.. segments.Skip(i + 1)]) : node.Child(segments[i]);
        }

        node.Text = text;
    }

    private static List<string> Segments(string name)
    {
        var open = name.IndexOf('[');
        if (open < 0)
        {
            return [name];
        }

        if (open == 0 || name[^1] != ']')
        {
            throw Malformed(name);
        }

        List<string> segments = [name[..open]];
        while (open < name.Length)
        {
            var close = name.IndexOf(']', open);
            if (close < 0 || name[open] != '[' || name.AsSpan(open + 1, close - open - 1).Contains('['))
            {
                throw Malformed(name);
            }

            segments.Add(name[(open + 1)..close]);
            open = close + 1;
        }

        return segments;
    }

    private static RefusalException Malformed(string name) => Errors.Malformed($"Invalid parameter name: {name}", name);
}
