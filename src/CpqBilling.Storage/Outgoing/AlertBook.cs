using System.Collections.Immutable;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Outgoing;

/// <summary>What is the matter and what was. Each alert is told once when it begins and once when it is over, whoever notices it and however often.</summary>
public sealed class AlertBook(BillingDatabase database)
{
    /// <summary>Holds what is the matter now against what is known: what is new is raised, what is gone is ended.</summary>
    /// <param name="scope">The kinds of an org that <paramref name="present"/> is all of, or the subject of one kind.</param>
    public async Task HoldAsync(AlertScope scope, IReadOnlyList<AlertNews> present, Instant now, CancellationToken cancellation)
    {
        if (!await DiffersAsync(scope, present, cancellation))
        {
            return;
        }

        try
        {
            await database.WriteAsync(db => HoldAsync(db, scope, present, now, cancellation), cancellation);
        }
        catch (DbUpdateException) when (!cancellation.IsCancellationRequested)
        {
            // Another node raised it at the same moment; what is left is seen at the next look.
        }
    }

    /// <summary>Within a transaction of the caller's, who does not save.</summary>
    public static async Task HoldAsync(BillingDb db, AlertScope scope, IReadOnlyList<AlertNews> present, Instant now, CancellationToken cancellation)
    {
        var open = await Open(db, scope).ToDictionaryAsync(row => row.OpenKey!, cancellation);
        foreach (var news in present)
        {
            if (open.Remove(news.OpenKey, out var known))
            {
                (known.Text, known.Remedy) = (news.Text, news.Remedy);
                continue;
            }

            var alert = Row(news, now);
            db.Alerts.Add(alert);
            await Outbox.AddAsync(db, Told(alert, OutgoingEvents.AlertRaised, $"{alert.Text} {alert.Remedy}", now), cancellation);
        }

        foreach (var over in open.Values)
        {
            (over.OpenKey, over.EndedAt) = (null, now);
            await Outbox.AddAsync(db, Told(over, OutgoingEvents.AlertEnded, $"Over: {over.Text}", now), cancellation);
        }

        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What is the matter, the newest first, then what is over.</summary>
    public async Task<ImmutableArray<Alert>> ListAsync(string orgId, bool isOpen, int atMost, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        return
        [
            .. await db
                .Alerts.AsNoTracking()
                .Where(row => row.OrgId == orgId && (row.OpenKey != null) == isOpen)
                .OrderByDescending(row => row.RaisedAt)
                .Take(atMost)
                .ToListAsync(cancellation),
        ];
    }

    private async Task<bool> DiffersAsync(AlertScope scope, IReadOnlyList<AlertNews> present, CancellationToken cancellation)
    {
        await using var db = database.CreateDbContext();
        var open = await Open(db, scope).AsNoTracking().ToListAsync(cancellation);
        return open.Count != present.Count
            || present.Any(news => !open.Any(row => row.OpenKey == news.OpenKey && row.Text == news.Text && row.Remedy == news.Remedy));
    }

    private static IQueryable<Alert> Open(BillingDb db, AlertScope scope)
    {
        var kinds = scope.Kinds.ToList();
        var open = db.Alerts.Where(row => row.OrgId == scope.OrgId && row.OpenKey != null && kinds.Contains(row.Kind));
        return scope.Subject is { } subject ? open.Where(row => row.Subject == subject) : open;
    }

    private static Alert Row(AlertNews news, Instant now) =>
        new()
        {
            Id = Guid.NewGuid().ToString("N"),
            OrgId = news.OrgId,
            Kind = news.Kind,
            Subject = news.Subject,
            OpenKey = news.OpenKey,
            Text = news.Text,
            Remedy = news.Remedy,
            RaisedAt = now,
        };

    private static OutgoingNews Told(Alert alert, string what, string text, Instant now) =>
        new(
            alert.OrgId,
            what,
            now,
            text,
            new
            {
                alert.Id,
                Kind = AlertWords.Of(alert.Kind),
                alert.Subject,
                alert.Text,
                alert.Remedy,
                RaisedAt = alert.RaisedAt.ToString(),
                EndedAt = alert.EndedAt?.ToString(),
            }
        );
}
