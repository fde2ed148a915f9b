using System.Collections.Immutable;
using CpqBilling.Core.Planning;

namespace CpqBilling.Engine.Application.Packages;

/// <summary>What a plan makes and changes in Stripe, in words: <c>New: 2 prices</c>, <c>Changed: schedule</c>.</summary>
public static class PlanWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["subscription_schedules"] = "schedule",
        ["invoiceitems"] = "invoice item",
        ["billing"] = "meter",
    };

    public static ImmutableArray<string> Of(SyncPlan plan) =>
        [
            .. plan
                .Steps.GroupBy(step => (step.IsCreate, step.Resource))
                .Select(group =>
                    $"{(group.Key.IsCreate ? "New" : "Changed")}: {Counted(Words.GetValueOrDefault(group.Key.Resource, group.Key.Resource.TrimEnd('s')), group.Count())}"
                ),
        ];

    private static string Counted(string word, int count) => count == 1 ? word : $"{count} {word}s";
}
