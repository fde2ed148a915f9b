using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>What a translation came to, as the files of a scenario.</summary>
internal static class Outcome
{
    public const string Steps = "expected.stripe.json";
    public const string Timeline = "expected.timeline.txt";
    public const string Errors = "expected.errors.json";
    public const string Skip = "expected.skip.json";
    public const string Salesforce = "expected.salesforce.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    public static readonly ImmutableArray<string> AllFiles = [Steps, Timeline, Errors, Skip, Salesforce];

    /// <summary>File name and content of everything that must be there; the other files must not.</summary>
    public static IReadOnlyDictionary<string, string> Files(TranslationResult result, OrderSnapshot snapshot) =>
        result switch
        {
            Translated translated => new Dictionary<string, string>
            {
                [Steps] = StepsJson(translated.Plan),
                [Timeline] = TimelineTable.Of(translated, snapshot),
                [Salesforce] = WriteBackJson.Of(translated.Plan.WriteBack),
            },
            Rejected rejected => new Dictionary<string, string>
            {
                [Errors] = ErrorsJson(rejected),
                [Salesforce] = WriteBackJson.Of(SuccessRecords.OfErrors(Trigger(snapshot), rejected.Errors)),
            },
            Skipped skipped => new Dictionary<string, string>
            {
                [Skip] = Text(new JsonObject { ["reason"] = skipped.Reason }),
                [Salesforce] = WriteBackJson.Of(SuccessRecords.OfSkip(Trigger(snapshot), skipped.Reason)),
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    public static string Describe(TranslationResult result) =>
        result switch
        {
            Rejected rejected => string.Join("; ", rejected.Errors.Select(error => $"{error.Code} {error.Record.Id} {error.Message}")),
            Skipped skipped => skipped.Reason,
            _ => "translated",
        };

    public static string Text(JsonNode node) => node.ToJsonString(Indented) + "\n";

    private static RecordRef Trigger(OrderSnapshot snapshot) => new("Order", snapshot.TriggerOrderId);

    private static string StepsJson(SyncPlan plan) => Text(new JsonArray([.. plan.Steps.Select(StepJson)]));

    private static JsonNode StepJson(PlanStep step)
    {
        var json = new JsonObject
        {
            ["key"] = step.Key,
            ["method"] = step.Method.ToString().ToUpperInvariant(),
            ["path"] = step.Path,
            ["body"] = Body(step),
        };
        if (step.Basis.Length > 0 && step.Resource != "invoices")
        {
            json["basis"] = step.Basis;
        }

        return json;
    }

    /// <summary>Without what says how the contract was sent: a fingerprint is no literal that somebody works out by hand, and nor is the basis of an invoice.</summary>
    private static JsonNode Body(PlanStep step)
    {
        var body = JsonNode.Parse(StripeJson.Write(step.Body))!;
        if (step.Resource == "subscription_schedules" && body["metadata"] is JsonObject metadata)
        {
            metadata.Remove($"salesforce_{SentMarks.Fingerprint}");
            if (metadata.Count == 0)
            {
                body.AsObject().Remove("metadata");
            }
        }

        return body;
    }

    private static string ErrorsJson(Rejected rejected)
    {
        var errors = rejected.Errors.Select(error =>
            (JsonNode)
                new JsonObject
                {
                    ["code"] = error.Code,
                    ["record"] = error.Record.Id,
                    ["field"] = error.Field,
                    ["message"] = error.Message,
                    ["remedy"] = error.Definition.Remedy.ToString(),
                }
        );
        return Text(new JsonArray([.. errors]));
    }
}

/// <summary>Lines of two texts with what was added and taken out.</summary>
internal static class LineDiff
{
    public static string Of(string expected, string actual)
    {
        var (left, right) = (expected.TrimEnd().Split('\n'), actual.TrimEnd().Split('\n'));
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var text = new StringBuilder();
        for (int i = 0, j = 0; i < left.Length || j < right.Length; )
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                text.AppendLine($"  {left[i++]}");
                j++;
            }
            else if (i < left.Length && (j == right.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                text.AppendLine($"- {left[i++]}");
            }
            else
            {
                text.AppendLine($"+ {right[j++]}");
            }
        }

        return text.ToString();
    }
}
