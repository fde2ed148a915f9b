using System.Collections.Immutable;
using System.Globalization;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Looks at what waits in each org, and holds it against the org's limits. Connections are told by whoever uses them.</summary>
public sealed class AlertWatch(Installation installation)
{
    private static readonly ImmutableArray<AlertKind> Watched =
    [
        AlertKind.IssueOpen,
        AlertKind.DriftFound,
        AlertKind.MoneyHeld,
        AlertKind.QueueStuck,
    ];

    public async Task LookAsync(Instant now, CancellationToken cancellation)
    {
        foreach (var org in await installation.Orgs.ListAsync(cancellation))
        {
            await new AlertBook(installation.Database).HoldAsync(
                new AlertScope(org.Id, Watched),
                await PresentAsync(org, cancellation),
                now,
                cancellation
            );
        }
    }

    private async Task<ImmutableArray<AlertNews>> PresentAsync(ConnectedOrg org, CancellationToken cancellation)
    {
        await using var db = installation.Database.CreateDbContext();
        var limits = await db.AlertLimits.AsNoTracking().SingleOrDefaultAsync(row => row.OrgId == org.Id, cancellation);
        var stopped = await db
            .ListedOrders.Where(row => row.OrgId == org.Id && row.State == OrderState.NeedsYou)
            .GroupBy(row => new { row.ErrorCode, row.Currency })
            .Select(rows => new Stopped(rows.Key.ErrorCode, rows.Key.Currency, rows.Count(), rows.Sum(row => row.Sold ?? 0)))
            .ToListAsync(cancellation);
        return
        [
            .. stopped.GroupBy(row => row.Code ?? "").Select(rows => Issue(org.Id, rows.Key, rows.Sum(row => row.Orders))),
            .. limits?.HeldMoney is { } most ? Held(org.Id, stopped, most) : [],
            .. await StuckAsync(db, org, limits?.LagMinutes ?? AlertLimits.UsualLagMinutes, cancellation),
        ];
    }

    private static AlertNews Issue(string orgId, string code, int orders)
    {
        var definition = ErrorCatalog.All.FirstOrDefault(known => known.Code == code);
        var isDrift = code.StartsWith("SYNC-7", StringComparison.Ordinal);
        return new AlertNews(
            orgId,
            isDrift ? AlertKind.DriftFound : AlertKind.IssueOpen,
            code,
            $"{(orders == 1 ? "An order waits" : $"{orders:#,##0} orders wait")} for somebody: {(definition?.Meaning ?? "the cause is not said").TrimEnd('.')} ({code}).",
            definition?.Fix ?? ""
        );
    }

    private static IEnumerable<AlertNews> Held(string orgId, IEnumerable<Stopped> stopped, long most) =>
        stopped
            .Where(row => row.Currency is not null)
            .GroupBy(row => row.Currency!)
            .Select(rows => (Currency: rows.Key, Sum: MinorUnits.ToMajor(rows.Sum(row => row.Sold), Currency.Of(rows.Key))))
            .Where(held => held.Sum > most)
            .Select(held => new AlertNews(
                orgId,
                AlertKind.MoneyHeld,
                held.Currency,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Issues hold back {held.Sum:#,##0.##} {held.Currency.ToUpperInvariant()}, which is more than {most:#,##0}."
                ),
                "Open the issues: each says what to change."
            ));

    private static async Task<IEnumerable<AlertNews>> StuckAsync(BillingDb db, ConnectedOrg org, int lagMinutes, CancellationToken cancellation)
    {
        if (!org.Connection.IsSyncEnabled)
        {
            return [];
        }

        var before = org.Clock.GetCurrentInstant() - Duration.FromMinutes(lagMinutes);
        var stuck = await db
            .SyncJobs.Where(row =>
                row.OrgId == org.Id && row.ParkedAt == null && row.RetryAt == null && row.Priority != JobPriority.Backfill && row.DueAt < before
            )
            .CountAsync(cancellation);
        return stuck == 0
            ? []
            :
            [
                new AlertNews(
                    org.Id,
                    AlertKind.QueueStuck,
                    "",
                    $"{(stuck == 1 ? "A contract has" : $"{stuck:#,##0} contracts have")} been due for more than {lagMinutes} minutes.",
                    "See whether the service runs and reaches the org: cpqbilling doctor tries everything."
                ),
            ];
    }

    /// <param name="Sold">Minor units.</param>
    private sealed record Stopped(string? Code, string? Currency, int Orders, long Sold);
}
