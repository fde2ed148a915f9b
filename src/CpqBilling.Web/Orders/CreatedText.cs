using CpqBilling.Core.Planning;

namespace CpqBilling.Web.Orders;

/// <summary>What a plan makes in Stripe, in words: <c>customer, 2 products, 2 prices, schedule</c>.</summary>
public static class CreatedText
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["subscription_schedules"] = "schedule",
        ["invoiceitems"] = "invoice item",
        ["billing"] = "meter",
    };

    public static string Of(SyncPlan plan)
    {
        var made = plan.Steps.Where(step => step.IsCreate).GroupBy(step => step.Resource).Select(group => Counted(Word(group.Key), group.Count()));
        var changed = plan
            .Steps.Where(step => !step.IsCreate && step.Resource is "subscription_schedules" or "subscriptions")
            .Select(step => $"{Word(step.Resource)} changed")
            .Distinct();
        return string.Join(", ", made.Concat(changed));
    }

    private static string Word(string resource) => Words.GetValueOrDefault(resource, resource.TrimEnd('s'));

    private static string Counted(string word, int count) => count == 1 ? word : $"{count} {word}s";
}
