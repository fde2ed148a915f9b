using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Alerts;

/// <summary>What is the matter in an org, what was, and from where on it is an alert.</summary>
public sealed class AlertList(Installation installation)
{
    private const int Most = 200;
    private const int LongestLagMinutes = 24 * 60;
    private readonly AlertBook _book = new(installation.Database);

    /// <summary>Newest first.</summary>
    public Task<ImmutableArray<Alert>> OpenAsync(string orgId, CancellationToken cancellation) => _book.ListAsync(orgId, true, Most, cancellation);

    /// <summary>Newest first.</summary>
    public Task<ImmutableArray<Alert>> OverAsync(string orgId, CancellationToken cancellation) => _book.ListAsync(orgId, false, Most, cancellation);

    public async Task<AlertLimits> LimitsAsync(string orgId, CancellationToken cancellation)
    {
        await using var db = installation.Database.CreateDbContext();
        return await db.AlertLimits.AsNoTracking().SingleOrDefaultAsync(row => row.OrgId == orgId, cancellation) ?? new AlertLimits { OrgId = orgId };
    }

    public async Task<AccessOutcome<AlertLimits>> SetLimitsAsync(Actor by, AlertLimits wanted, Instant now, CancellationToken cancellation)
    {
        by.Demand(Permission.Administer, wanted.OrgId);
        if (wanted.LagMinutes is < 1 or > LongestLagMinutes || wanted.HeldMoney < 0)
        {
            return new AccessOutcome<AlertLimits>.Refused([
                $"A contract may be due for 1 to {LongestLagMinutes} minutes, and money held back is no less than 0.",
            ]);
        }

        await installation.Database.WriteAsync(
            async db =>
            {
                if (await db.AlertLimits.FindAsync([wanted.OrgId], cancellation) is { } known)
                {
                    (known.LagMinutes, known.HeldMoney) = (wanted.LagMinutes, wanted.HeldMoney);
                }
                else
                {
                    db.AlertLimits.Add(wanted);
                }

                var told = by.Did("alert limits changed", wanted.OrgId) with { Detail = new { wanted.LagMinutes, wanted.HeldMoney } };
                await installation.Audit.AddAsync(db, told, now, cancellation);
            },
            cancellation
        );
        return new AccessOutcome<AlertLimits>.Done(wanted);
    }
}
