using System.Collections.Immutable;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Engine.Sync.Listing;
using NodaTime;

namespace CpqBilling.Engine.Application.Preferences;

/// <summary>Translates contracts with two configurations at one moment and tells which bill differently: a pure function.</summary>
internal static class SettingImpact
{
    /// <summary>Those that newly fail first, then by how much they differ.</summary>
    public static ImmutableArray<ContractImpact> Of(ImmutableArray<OrderSnapshot> snapshots, OrgConfiguration draft, Instant now) =>
        [
            .. snapshots
                .Select(snapshot => Of(snapshot with { Now = now }, draft))
                .OfType<ContractImpact>()
                .OrderBy(impact => impact.NewlyFails ? 0 : 1)
                .ThenByDescending(impact => Math.Abs(impact.Difference ?? 0))
                .ThenBy(impact => impact.Number, StringComparer.Ordinal),
        ];

    private static ContractImpact? Of(OrderSnapshot snapshot, OrgConfiguration draft)
    {
        var before = CheckedTranslation.Of(snapshot);
        var after = CheckedTranslation.Of(snapshot with { Settings = draft.Settings, Mappings = draft.Mappings });
        var (was, will) = (Bills.Of(before), Bills.Of(after));
        if (was.Invoices.SequenceEqual(will.Invoices) && was.CanBill == will.CanBill)
        {
            return null;
        }

        var contents = ContractContents.Of(snapshot);
        return new ContractImpact(
            contents.ContractKey,
            contents.Orders.IsEmpty ? contents.ContractKey : contents.Orders[0].Label,
            contents.Account?.Text("Name") ?? "",
            contents.Currency,
            was.Total,
            will.Total,
            was.FirstDifferent(will),
            (after as Rejected)?.Errors.FirstOrDefault()?.Message
        );
    }

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
