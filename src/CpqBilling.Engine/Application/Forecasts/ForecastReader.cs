using System.Collections.Immutable;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Forecasts;

/// <summary>The invoices to expect over all contracts.</summary>
public sealed class ForecastReader(BillingOrg org)
{
    /// <summary>Currencies that have expected invoices, the one with most first.</summary>
    public async Task<ImmutableArray<string>> CurrenciesAsync(CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var currencies = await Own(db)
            .GroupBy(row => row.Currency)
            .Select(group => new { group.Key, Count = group.Count() })
            .OrderByDescending(currency => currency.Count)
            .ToListAsync(cancellation);
        return [.. currencies.Select(currency => currency.Key)];
    }

    /// <summary>Sums by month, kind, account or product, in the order they are shown.</summary>
    public async Task<ForecastTable> ReadAsync(ForecastQuery query, CancellationToken cancellation)
    {
        await using var db = org.Database.CreateDbContext();
        var rows = Matching(db, query);
        var cells = await rows.GroupBy(row => new
            {
                Month = ((string)(object)row.Date).Substring(0, 7),
                Group = query.By == ForecastGroup.Account ? row.AccountName
                : query.By == ForecastGroup.Product ? row.Product
                : query.By == ForecastGroup.Kind ? row.Kind
                : "",
            })
            .Select(group => new
            {
                group.Key.Month,
                group.Key.Group,
                Net = group.Sum(row => row.Amount - row.Discount),
            })
            .ToListAsync(cancellation);
        var invoices = await rows.Select(row => new { row.ContractKey, row.Invoice }).Distinct().CountAsync(cancellation);
        var contracts = await rows.Select(row => row.ContractKey).Distinct().CountAsync(cancellation);
        return new ForecastTable(
            query,
            [.. Months(query)],
            [
                .. cells
                    .GroupBy(cell => cell.Group)
                    .Select(group => new ForecastRow(group.Key, group.ToImmutableDictionary(cell => cell.Month, cell => cell.Net)))
                    .OrderByDescending(row => row.Total),
            ],
            invoices,
            contracts
        );
    }

    /// <summary>Every amount, for files.</summary>
    public async IAsyncEnumerable<ExpectedAmount> StreamAsync(
        ForecastQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var db = org.Database.CreateDbContext();
        var rows = Matching(db, query).OrderBy(row => row.Date).ThenBy(row => row.AccountName).ThenBy(row => row.ContractKey).ThenBy(row => row.Line);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            yield return row;
        }
    }

    private IQueryable<ExpectedAmount> Own(BillingDb db) => db.ExpectedAmounts.AsNoTracking().Where(row => row.OrgId == org.Facts.OrgId);

    private IQueryable<ExpectedAmount> Matching(BillingDb db, ForecastQuery query) =>
        Own(db).Where(row => row.Currency == query.Currency && row.Date >= query.From && row.Date < query.To);

    private static IEnumerable<string> Months(ForecastQuery query)
    {
        for (var month = query.From.With(DateAdjusters.StartOfMonth); month < query.To; month = month.PlusMonths(1))
        {
            yield return $"{month.Year:0000}-{month.Month:00}";
        }
    }
}
