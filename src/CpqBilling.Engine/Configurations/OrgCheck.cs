using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Configurations;

/// <summary>Asks an org whether it has the fields a configuration names and takes its filters: an object is described once.</summary>
public sealed class OrgCheck(SalesforceSession session)
{
    private readonly OrgReader _reader = new(session);

    public async Task<ImmutableArray<SyncError>> CheckAsync(OrgConfiguration configuration, CancellationToken cancellation)
    {
        var errors = ImmutableArray.CreateBuilder<SyncError>();
        foreach (var (root, path, name) in Paths(configuration).Where(mapped => SalesforcePath.IsWellFormed(mapped.Path)))
        {
            switch (await new PathTypes(_reader).FieldAsync(root, path, cancellation))
            {
                case SalesforceAnswer<FieldDescription?>.Refused refused:
                    errors.Add(refused.Error);
                    break;
                case SalesforceAnswer<FieldDescription?>.Found { Value: null }:
                    errors.Add(SalesforceErrors.FieldMissing(MappingCheck.Org, $"{root} has no {path}.", name));
                    break;
            }
        }

        foreach (var (type, name, filter) in Filters(configuration))
        {
            if (await _reader.RefusalOfFilterAsync(type, filter, cancellation) is { } refusal)
            {
                var isAboutFilter = refusal.Code[5] == '5';
                errors.Add(isAboutFilter ? MappingErrors.SettingInvalid(MappingCheck.Org, name, $"{filter} ({refusal.Message})", name) : refusal);
            }
        }

        return [.. errors.Distinct()];
    }

    private static IEnumerable<(string Root, string Path, string Name)> Paths(OrgConfiguration configuration) =>
        MappedObject
            .Roots.SelectMany(entry =>
                configuration
                    .Mappings.PathsOf(entry.Key)
                    .OrderBy(row => row.Key, StringComparer.Ordinal)
                    .Select(row => (entry.Value, row.Value, $"{entry.Key}.{row.Key}"))
            )
            .Concat(configuration.Settings.BillingDay.Path is { } day ? [("Order", day, "billingDay")] : [])
            .Concat(MeterSpec.PathsOf(configuration.Settings.MeterEventName).Select(path => ("OrderItem", path, "meterEventName")));

    private static IEnumerable<(string Type, string Name, string Filter)> Filters(OrgConfiguration configuration) =>
        new[]
        {
            (Type: "Order", Name: "orderFilter", Filter: configuration.OrderFilter),
            (Type: "Account", Name: "accountFilter", Filter: configuration.Filters.Account),
            (Type: "Product2", Name: "productFilter", Filter: configuration.Filters.Product),
            (Type: "PricebookEntry", Name: "pricebookEntryFilter", Filter: configuration.Filters.PricebookEntry),
        }
            .Where(row => row.Filter is not null)
            .Select(row => (row.Type, row.Name, row.Filter!));
}
