using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Engine.Application.Issues;

/// <summary>Many records at once with ids that Stripe does not know are no typing errors: the org was refreshed, or another account is connected.</summary>
internal static class UnknownIdAlert
{
    public const string Text =
        "More than 20 records met this within an hour: this org is probably a sandbox that was refreshed from production, or the wrong Stripe account is connected."
        + " Connect the account whose ids the org carries; or, if everything is to be made anew in this one, set unknownStripeIds to replace for this org.";

    private const int MoreThan = 20;
    private static readonly Duration Within = Duration.FromHours(1);

    public static bool IsDue(ImmutableArray<IssueOrder> orders)
    {
        var met = orders
            .Where(order => order.Order.RaisedAt is not null)
            .SelectMany(
                order => order.Errors.Where(error => error.Name == nameof(StripeErrors.StripeIdUnknown)),
                (order, error) => (error.RecordId, At: order.Order.RaisedAt!.Value)
            )
            .GroupBy(row => row.RecordId)
            .Select(rows => rows.Min(row => row.At))
            .Order()
            .ToList();
        return Enumerable.Range(0, Math.Max(0, met.Count - MoreThan)).Any(first => met[first + MoreThan] - met[first] <= Within);
    }
}
