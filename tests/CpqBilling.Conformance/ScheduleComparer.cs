using System.Text.Json;

namespace CpqBilling.Conformance;

/// <summary>Schedules phase by phase: dates, items, one-time items, discounts, metadata.</summary>
internal sealed class ScheduleComparer(StripeHeld held, JsonElement run, bool isRamp)
{
    private const int NowToleranceSeconds = 60;
    private readonly DateTimeOffset _now = run.GetProperty("now").GetDateTimeOffset();

    public IEnumerable<string> Differences(JsonElement expected)
    {
        var actual = held.Schedules.ToList();
        if (expected.GetArrayLength() > 0 && run.GetProperty("expect").TryGetProperty("subscriptions", out _) is false && actual.Count == 0)
        {
            return ["no schedule at all"];
        }

        return expected
            .EnumerateArray()
            .SelectMany(schedule =>
            {
                var order = schedule.GetProperty("metadata").GetProperty("salesforce_order_id").GetString();
                var same = actual.Where(candidate => Metadata(candidate, "salesforce_order_id") == order).ToList();
                return same.Count == 1 ? Schedule(schedule, same[0]) : [$"{same.Count} schedules of {order}"];
            })
            .Concat(expected.GetArrayLength() == 0 && actual.Count > 0 ? [$"{actual.Count} schedules instead of none"] : []);
    }

    private IEnumerable<string> Schedule(JsonElement expected, JsonElement actual)
    {
        if (
            expected.GetProperty("status") is { ValueKind: JsonValueKind.String } status
            && status.GetString() != actual.GetProperty("status").GetString()
        )
        {
            yield return $"status {actual.GetProperty("status")} instead of {status}";
        }

        if (expected.GetProperty("endBehavior").GetString() != actual.GetProperty("end_behavior").GetString())
        {
            yield return $"end behavior {actual.GetProperty("end_behavior")}";
        }

        if (
            expected.GetProperty("collectionMethod").GetString()
            != actual.GetProperty("default_settings").GetProperty("collection_method").GetString()
        )
        {
            yield return "collection method";
        }

        foreach (var difference in MetadataDifferences(expected, actual, "schedule"))
        {
            yield return difference;
        }

        var wanted = MergeNow(expected.GetProperty("phases").EnumerateArray().ToList());
        var phases = actual.GetProperty("phases").EnumerateArray().ToList();
        if (wanted.Count != phases.Count)
        {
            yield return $"{phases.Count} phases instead of {wanted.Count}: {string.Join(" ", phases.Select(phase => $"[{Time(phase, "start_date"):s} {Time(phase, "end_date"):s}]"))}";
            yield break;
        }

        for (var index = 0; index < wanted.Count; index++)
        {
            foreach (var difference in Phase(wanted[index], phases[index]))
            {
                yield return $"phase {index + 1}: {difference}";
            }
        }
    }

    /// <summary>Two changes that took effect "now" seconds apart may be one phase: the last one's, with the one-time items of all.</summary>
    private List<WantedPhase> MergeNow(List<JsonElement> phases)
    {
        var merged = new List<WantedPhase>();
        foreach (var phase in phases.Select(phase => new WantedPhase(phase, [.. phase.GetProperty("oneTime").EnumerateArray()])))
        {
            if (merged.Count > 0 && merged[^1].IsMomentary)
            {
                merged[^1] = new WantedPhase(phase.Json, [.. merged[^1].OneTime, .. phase.OneTime], merged[^1].Start);
            }
            else
            {
                merged.Add(phase);
            }
        }

        return merged;
    }

    private IEnumerable<string> Phase(WantedPhase expected, JsonElement actual)
    {
        if (!Near(expected.Start, Time(actual, "start_date")))
        {
            yield return $"starts {Time(actual, "start_date"):s} instead of {expected.Start:s}";
        }

        if (expected.End is { } end && !Near(end, Time(actual, "end_date")))
        {
            yield return $"ends {Time(actual, "end_date"):s} instead of {end:s}";
        }

        if (expected.Json.GetProperty("prorationBehavior").GetString() != actual.GetProperty("proration_behavior").GetString())
        {
            yield return $"proration behavior {actual.GetProperty("proration_behavior")}";
        }

        foreach (
            var difference in MetadataDifferences(expected.Json, actual, "").Concat(Lines(expected, actual)).Concat(Coupons(expected.Json, actual))
        )
        {
            yield return difference;
        }
    }

    private IEnumerable<string> Lines(WantedPhase expected, JsonElement actual)
    {
        var faces = new ItemFaces(held, isRamp);
        var wanted = faces.Expected(expected.Json.GetProperty("items").EnumerateArray()).ToList();
        var items = faces.Actual(actual.GetProperty("items").EnumerateArray()).ToList();
        if (isRamp)
        {
            wanted.Sort(StringComparer.Ordinal);
            items.Sort(StringComparer.Ordinal);
        }

        if (!wanted.SequenceEqual(items))
        {
            yield return $"items\n    {string.Join("\n    ", items)}\n  instead of\n    {string.Join("\n    ", wanted)}";
        }

        var oneTime = faces.Actual(actual.GetProperty("add_invoice_items").EnumerateArray()).Order(StringComparer.Ordinal).ToList();
        var wantedOneTime = faces.Expected(expected.OneTime).Order(StringComparer.Ordinal).ToList();
        var isBilled = Time(actual, "start_date") <= _now;
        if (!wantedOneTime.SequenceEqual(oneTime) && !(isBilled && (oneTime.Count == 0 || wantedOneTime.Count == 0)))
        {
            yield return $"one-time items\n    {string.Join("\n    ", oneTime)}\n  instead of\n    {string.Join("\n    ", wantedOneTime)}";
        }
    }

    private IEnumerable<string> Coupons(JsonElement expected, JsonElement actual)
    {
        var wanted = expected.TryGetProperty("coupons", out var coupons) ? coupons.EnumerateArray().Select(ItemFaces.Coupon).ToList() : [];
        var discounts = actual.GetProperty("discounts").EnumerateArray().Select(discount => ItemFaces.HeldCoupon(held.Coupon(discount))).ToList();
        return wanted.SequenceEqual(discounts) ? [] : [$"discounts {string.Join(",", discounts)} instead of {string.Join(",", wanted)}"];
    }

    private IEnumerable<string> MetadataDifferences(JsonElement expected, JsonElement actual, string where)
    {
        var wanted = expected
            .GetProperty("metadata")
            .EnumerateObject()
            .Where(entry => !IsFree(entry.Name))
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetString());
        var found = actual
            .GetProperty("metadata")
            .EnumerateObject()
            .Where(entry => !IsFree(entry.Name))
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetString());
        return wanted.Count == found.Count && wanted.All(entry => found.GetValueOrDefault(entry.Key) == entry.Value)
            ? []
            : [$"{where} metadata {string.Join(",", found)} instead of {string.Join(",", wanted)}"];
    }

    /// <summary>Links are left out of the cases, the effective instant and the fingerprint are ours, and ramps do not compare their segments.</summary>
    private bool IsFree(string key) =>
        key.EndsWith("_link", StringComparison.Ordinal)
        || key.EndsWith("effective_at", StringComparison.Ordinal)
        || key.EndsWith("fingerprint", StringComparison.Ordinal)
        || (isRamp && key.Contains("segment_", StringComparison.Ordinal));

    private static bool Near(DateTimeOffset expected, DateTimeOffset actual) =>
        expected == actual || (expected.TimeOfDay != TimeSpan.Zero && Math.Abs((expected - actual).TotalSeconds) <= NowToleranceSeconds);

    private static DateTimeOffset Time(JsonElement phase, string name) => DateTimeOffset.FromUnixTimeSeconds(phase.GetProperty(name).GetInt64());

    private static string? Metadata(JsonElement item, string key) =>
        item.GetProperty("metadata").TryGetProperty(key, out var value) ? value.GetString() : null;

    private sealed record WantedPhase(JsonElement Json, IReadOnlyList<JsonElement> OneTime, DateTimeOffset? StartOverride = null)
    {
        public DateTimeOffset Start => StartOverride ?? Json.GetProperty("start").GetDateTimeOffset();

        public DateTimeOffset? End => Json.GetProperty("end").ValueKind == JsonValueKind.Null ? null : Json.GetProperty("end").GetDateTimeOffset();

        public bool IsMomentary =>
            End - Json.GetProperty("start").GetDateTimeOffset() < TimeSpan.FromSeconds(NowToleranceSeconds)
            && Start.TimeOfDay != TimeSpan.Zero
            && End - Start < TimeSpan.FromSeconds(15);
    }
}
