using System.Collections.Immutable;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using NodaTime;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>Translates a contract with two configurations at one moment and tells what would differ: a pure function.</summary>
internal static class ConfigurationImpact
{
    private const string ChangedInStripe = "SYNC-7";

    /// <summary>Those that newly fail first, then by how much they differ.</summary>
    public static ImmutableArray<ContractImpact> Sorted(IEnumerable<ContractImpact> impacts) =>
        [
            .. impacts
                .OrderBy(impact => impact.NewlyFails ? 0 : 1)
                .ThenBy(impact => impact.IsAboutMoney ? 0 : 1)
                .ThenByDescending(impact => Math.Abs(impact.Difference ?? 0))
                .ThenBy(impact => impact.Number, StringComparer.Ordinal),
        ];

    /// <summary>Null where nothing would differ.</summary>
    /// <param name="before">With the configuration in force.</param>
    /// <param name="after">The same contract as the draft would have it read.</param>
    public static ContractImpact? Of(OrderSnapshot before, OrderSnapshot after)
    {
        var (was, will) = (CheckedTranslation.Of(Overwriting(before)), CheckedTranslation.Of(Overwriting(after)));
        var (bill, bills) = (Bills.Of(was), Bills.Of(will));
        var requests = OtherRequests(was, will);
        var isSameMoney = bill.CanBill == bills.CanBill && bill.Invoices.SequenceEqual(bills.Invoices);
        if (isSameMoney && requests == 0)
        {
            return null;
        }

        var contents = ContractContents.Of(before);
        return new ContractImpact(
            contents.ContractKey,
            contents.Orders.IsEmpty ? contents.ContractKey : contents.Orders[0].Label,
            contents.Account?.Text("Name") ?? "",
            contents.Currency,
            bill.Total,
            bills.Total,
            isSameMoney ? null : bill.FirstDifferent(bills),
            requests,
            IsStopped(after),
            (will as Rejected)?.Errors.FirstOrDefault()?.Message
        );
    }

    /// <summary>What Stripe holds was sent with the configuration in force, which is no reason not to tell what another would bill.</summary>
    private static OrderSnapshot Overwriting(OrderSnapshot snapshot) =>
        snapshot with
        {
            Settings = snapshot.Settings with { OnDrift = DriftRule.Overwrite },
        };

    private static bool IsStopped(OrderSnapshot after) =>
        CheckedTranslation.Of(after) is Rejected { Errors: var errors }
        && errors.All(error => error.Code.StartsWith(ChangedInStripe, StringComparison.Ordinal));

    /// <summary>Where one side bills nothing, its requests say nothing.</summary>
    private static int OtherRequests(TranslationResult before, TranslationResult after)
    {
        if (before is not Translated was || after is not Translated will)
        {
            return 0;
        }

        var sent = was.Plan.Steps.ToDictionary(step => step.Key);
        return will.Plan.Steps.Count(step => !sent.TryGetValue(step.Key, out var same) || !IsSame(step, same))
            + was.Plan.Steps.Count(step => will.Plan.Steps.All(other => other.Key != step.Key));
    }

    private static bool IsSame(PlanStep one, PlanStep other) => one.Method == other.Method && one.Path == other.Path && one.Body.Equals(other.Body);

    /// <summary>What a translation bills, as far as it matters for comparing.</summary>
    private sealed record Bills(bool CanBill, ImmutableArray<(LocalDate Date, decimal Total)> Invoices)
    {
        public decimal? Total => CanBill ? Invoices.Sum(invoice => invoice.Total) : null;

        public static Bills Of(TranslationResult result) =>
            result is Translated translated && translated.Forecast() is { } forecast
                ? new Bills(true, [.. forecast.Invoices.Select(invoice => (invoice.Date, invoice.Total))])
                : new Bills(false, []);

        public LocalDate? FirstDifferent(Bills other) =>
            CanBill && other.CanBill
                ? Invoices.Except(other.Invoices).Concat(other.Invoices.Except(Invoices)).Select(invoice => (LocalDate?)invoice.Date).Min()
                : null;
    }
}
