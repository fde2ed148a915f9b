using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Engine.Sync;

/// <summary>Replaces symbolic references by what the steps of a run answered: an id, or a field behind <c>#</c>.</summary>
public sealed class ReferenceResolver
{
    private const string Open = "{ref:";
    private readonly Dictionary<string, (string Id, JsonElement Answer)> _answers = [];

    public void Add(string key, string id, JsonElement answer) => _answers[key] = (id, answer);

    /// <summary>What the steps of an earlier run answered.</summary>
    public static ReferenceResolver Of(IEnumerable<JournalledStep> steps)
    {
        var answers = new ReferenceResolver();
        foreach (var entry in steps)
        {
            if (entry.Result is { } known)
            {
                answers.Add(entry.Step.Key, known.Id, known.Json is null ? default : JsonDocument.Parse(known.Json).RootElement);
            }
        }

        return answers;
    }

    /// <summary>The answer of a step, if it was sent.</summary>
    public JsonElement? AnswerOf(string key) => _answers.TryGetValue(key, out var answer) ? answer.Answer : null;

    public bool Knows(StripeRef reference) => _answers.ContainsKey(reference.Step.Split('#')[0]);

    /// <summary>Whether everything a step refers to has been answered.</summary>
    public bool KnowsAll(PlanStep step) => KnowsAll(step.Body) && (ReferenceIn(step.Path) is not { } reference || _answers.ContainsKey(reference));

    public StripeMap Resolve(StripeMap body) => (StripeMap)Resolve((StripeValue)body);

    /// <summary>A path with one reference in braces.</summary>
    public string ResolvePath(string path) =>
        ReferenceIn(path) is { } reference ? path.Replace($"{Open}{reference}}}", _answers[reference].Id, StringComparison.Ordinal) : path;

    public StripeValue Resolve(StripeValue value) =>
        value switch
        {
            StripeRef reference => Answer(reference.Step),
            StripeList list => StripeList.Of(list.Items.Select(Resolve)),
            StripeMap map => map.Entries.Aggregate(new StripeMap(), (copy, entry) => copy.Set(entry.Key, Resolve(entry.Value))),
            _ => value,
        };

    private bool KnowsAll(StripeValue value) =>
        value switch
        {
            StripeRef reference => Knows(reference),
            StripeList list => list.Items.All(KnowsAll),
            StripeMap map => map.Entries.All(entry => KnowsAll(entry.Value)),
            _ => true,
        };

    private static string? ReferenceIn(string path)
    {
        var open = path.IndexOf(Open, StringComparison.Ordinal);
        return open < 0 ? null : path[(open + Open.Length)..path.IndexOf('}', open)];
    }

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
