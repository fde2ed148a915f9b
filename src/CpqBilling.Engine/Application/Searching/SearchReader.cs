using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Application.Searching;

/// <summary>Finds an order, an account, an id of either side, a run or an error code.</summary>
public sealed class SearchReader(BillingOrg org)
{
    private const int Most = 8;
    private const int ShortestPart = 2;

    public async Task<ImmutableArray<Found>> FindAsync(string text, CancellationToken cancellation)
    {
        var words = text.Trim();
        if (words.Length < ShortestPart)
        {
            return [];
        }

        await using var db = org.Database.CreateDbContext();
        var found = words switch
        {
            _ when words.StartsWith("SYNC-", StringComparison.OrdinalIgnoreCase) => Codes(words),
            _ when SalesforceId.TryParse(words, out var id) => await ByRecordAsync(db, id, cancellation),
            _ when words.Contains('_') => await ByStripeIdAsync(db, words, cancellation),
            _ when words.Length == 32 && words.All(char.IsAsciiHexDigit) => await ByRunAsync(db, words.ToLowerInvariant(), cancellation),
            _ => [],
        };
        return found.IsEmpty ? await ByNameAsync(db, words, cancellation) : found;
    }

    private IQueryable<ListedOrder> Orders(BillingDb db) => db.ListedOrders.AsNoTracking().Where(row => row.OrgId == org.Facts.OrgId);

    /// <summary>An order by itself; another record by the orders of its account, or by the step that brought it to Stripe.</summary>
    private async Task<ImmutableArray<Found>> ByRecordAsync(BillingDb db, string id, CancellationToken cancellation)
    {
        var orders = await Orders(db).Where(row => row.OrderId == id || row.AccountId == id).Take(Most).ToListAsync(cancellation);
        if (orders.Count > 0)
        {
            return [.. orders.Select(Order)];
        }

        var stripe = await db
            .StripeObjects.AsNoTracking()
            .Where(row => row.OrgId == org.Facts.OrgId && row.SalesforceId == id && row.StripeId != null)
            .Select(row => row.StripeId!)
            .FirstOrDefaultAsync(cancellation);
        return stripe is null ? [] : await ByStripeIdAsync(db, stripe, cancellation);
    }

    private async Task<ImmutableArray<Found>> ByStripeIdAsync(BillingDb db, string id, CancellationToken cancellation)
    {
        var orders = await Orders(db).Where(row => row.StripeId == id || row.CustomerId == id).Take(Most).ToListAsync(cancellation);
        if (orders.Count > 0)
        {
            return [.. orders.Select(Order)];
        }

        var runs = await db
            .PlanSteps.AsNoTracking()
            .Where(step => step.OrgId == org.Facts.OrgId && step.ResultId == id)
            .Select(step => step.RunId)
            .Distinct()
            .Take(Most)
            .ToListAsync(cancellation);
        return [.. runs.Select(run => new Found(FoundKind.Run, run, "Run", $"made or changed {id}"))];
    }

    private async Task<ImmutableArray<Found>> ByRunAsync(BillingDb db, string id, CancellationToken cancellation)
    {
        var isKnown = await db.SyncRuns.AnyAsync(run => run.OrgId == org.Facts.OrgId && run.Id == id, cancellation);
        return isKnown ? [new Found(FoundKind.Run, id, "Run", id)] : [];
    }

    private async Task<ImmutableArray<Found>> ByNameAsync(BillingDb db, string words, CancellationToken cancellation)
    {
        var pattern = LikePattern.Containing(words.ToLowerInvariant());
        var orders = await Orders(db)
            .Where(row =>
                EF.Functions.Like(row.Number.ToLower(), pattern, LikePattern.Escape)
                || EF.Functions.Like(row.AccountName.ToLower(), pattern, LikePattern.Escape)
            )
            .OrderByDescending(row => row.ActivatedAt)
            .Take(Most)
            .ToListAsync(cancellation);
        return [.. orders.Select(Order)];
    }

    private static ImmutableArray<Found> Codes(string words) =>
        [
            .. ErrorCatalog
                .All.Where(definition => definition.Code.StartsWith(words, StringComparison.OrdinalIgnoreCase))
                .Take(Most)
                .Select(definition => new Found(FoundKind.ErrorCode, definition.Code, definition.Code, definition.Meaning)),
        ];

    private static Found Order(ListedOrder row) => new(FoundKind.Order, row.OrderId, row.Number, row.AccountName);
}
