using System.Text.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Conformance;

/// <summary>Compares a replayed case with its expectations by value, as the cases' own rules say.</summary>
internal static class CaseComparison
{
    public static IEnumerable<string> Differences(JsonElement file, JsonObject replayed)
    {
        var isRamp = file.GetProperty("id").GetString()!.StartsWith("ramps", StringComparison.Ordinal);
        var runs = file.GetProperty("runs").EnumerateArray().ToList();
        for (var index = 0; index < runs.Count; index++)
        {
            var actual = JsonSerializer.SerializeToElement(replayed["runs"]![index]);
            foreach (var difference in Run(runs[index], actual, isRamp))
            {
                yield return $"run {index + 1}: {difference}";
            }
        }

        var held = JsonSerializer.SerializeToElement(replayed["runs"]![runs.Count - 1]).GetProperty("stripe");
        foreach (var difference in FinalComparer.Differences(file, held))
        {
            yield return $"finally: {difference}";
        }
    }

    private static IEnumerable<string> Run(JsonElement run, JsonElement actual, bool isRamp)
    {
        var expect = run.GetProperty("expect");
        if (run.GetProperty("alreadySynced").GetBoolean() && actual.GetProperty("outcome").GetString() != "unchanged")
        {
            yield return $"outcome {actual.GetProperty("outcome")} instead of unchanged: {actual.GetProperty("errors")}";
        }

        foreach (var difference in WriteBacks(expect, actual, isRamp).Concat(SyncRecords(expect, actual)))
        {
            yield return difference;
        }

        var stripe = new StripeHeld(actual.GetProperty("stripe"));
        foreach (var difference in new ScheduleComparer(stripe, run, isRamp).Differences(expect.GetProperty("schedules")))
        {
            yield return difference;
        }

        if (expect.TryGetProperty("subscriptions", out var subscriptions))
        {
            foreach (var difference in SubscriptionComparer.Differences(subscriptions, stripe))
            {
                yield return difference;
            }
        }
    }

    private static IEnumerable<string> WriteBacks(JsonElement expect, JsonElement actual, bool isRamp)
    {
        var written = actual
            .GetProperty("salesforce")
            .GetProperty("writes")
            .EnumerateArray()
            .Where(write => write.GetProperty("fields").TryGetProperty("Stripe_ID__c", out _))
            .ToDictionary(
                write => write.GetProperty("id").GetString()!,
                write => Kind(write.GetProperty("fields").GetProperty("Stripe_ID__c").GetString()!)
            );
        foreach (var expected in expect.GetProperty("writeBacks").EnumerateArray())
        {
            var record = expected.GetProperty("record").GetString()!;
            var kind = expected.GetProperty("stripeId").GetString()!;
            if (written.GetValueOrDefault(record) != kind && !(isRamp && kind == "price"))
            {
                yield return $"{record} got {written.GetValueOrDefault(record) ?? "nothing"} instead of {kind}";
            }
        }
    }

    private static IEnumerable<string> SyncRecords(JsonElement expect, JsonElement actual)
    {
        var written = actual
            .GetProperty("salesforce")
            .GetProperty("syncRecords")
            .EnumerateArray()
            .Select(record => (Text(record, "Primary_Record_ID__c"), Text(record, "Secondary_Record_ID__c"), Text(record, "Resolution_Status__c")))
            .ToHashSet();
        foreach (var expected in expect.GetProperty("syncRecords").EnumerateArray())
        {
            var key = (Text(expected, "primary"), Text(expected, "secondary"), Text(expected, "status"));
            if (!written.Contains(key))
            {
                yield return $"no sync record {key}, but {string.Join(", ", written)}; errors {actual.GetProperty("errors")}";
            }
        }
    }

    private static string? Text(JsonElement record, string name) => record.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Kind(string id) =>
        id.StartsWith("sub_sched_", StringComparison.Ordinal) ? "sched"
        : id.Contains('_') ? id[..id.IndexOf('_')]
        : "coupon";
}
