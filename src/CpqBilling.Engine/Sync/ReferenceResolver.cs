using System.Text.Json;
using CpqBilling.Core.Requests;

namespace CpqBilling.Engine.Sync;

/// <summary>Replaces symbolic references by what the steps of a run answered: an id, or a field behind <c>#</c>.</summary>
public sealed class ReferenceResolver
{
    private readonly Dictionary<string, (string Id, JsonElement Answer)> _answers = [];

    public void Add(string key, string id, JsonElement answer) => _answers[key] = (id, answer);

    /// <summary>The answer of a step, if it was sent.</summary>
    public JsonElement? AnswerOf(string key) => _answers.TryGetValue(key, out var answer) ? answer.Answer : null;

    public bool Knows(StripeRef reference) => _answers.ContainsKey(reference.Step.Split('#')[0]);

    public StripeMap Resolve(StripeMap body) => (StripeMap)Resolve((StripeValue)body);

    /// <summary>A path with one reference in braces.</summary>
    public string ResolvePath(string path)
    {
        var open = path.IndexOf("{ref:", StringComparison.Ordinal);
        if (open < 0)
        {
            return path;
        }

        var close = path.IndexOf('}', open);
        return path[..open] + _answers[path[(open + 5)..close]].Id + path[(close + 1)..];
    }

    public StripeValue Resolve(StripeValue value) =>
        value switch
        {
            StripeRef reference => Answer(reference.Step),
            StripeList list => StripeList.Of(list.Items.Select(Resolve)),
            StripeMap map => map.Entries.Aggregate(new StripeMap(), (copy, entry) => copy.Set(entry.Key, Resolve(entry.Value))),
            _ => value,
        };

    private StripeValue Answer(string reference)
    {
        var parts = reference.Split('#', 2);
        var (id, answer) = _answers[parts[0]];
        if (parts.Length == 1)
        {
            return id;
        }

        var field = answer;
        foreach (var name in parts[1].Split('.'))
        {
            if (field.ValueKind != JsonValueKind.Object || !field.TryGetProperty(name, out field))
            {
                return "";
            }
        }

        return field.ValueKind == JsonValueKind.Number ? field.GetDecimal() : field.ToString();
    }
}
