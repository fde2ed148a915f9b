using System.Collections.Immutable;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Outgoing;
using CpqBilling.Storage;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Engine.Application.Alerts;

/// <summary>Where an org's news and alerts are sent: shown, made, changed, tried, taken away. What was sent, and again.</summary>
public sealed class DestinationBook(Installation installation, OutgoingOptions options)
{
    private readonly DestinationSeal _seal = new(installation.Protection);
    private readonly DestinationRules _rules = new(options);

    private static Instant Now => SystemClock.Instance.GetCurrentInstant();

    public bool CanMail => options.Mail is not null;

    public async Task<IReadOnlyList<Destination>> ListAsync(string orgId, CancellationToken cancellation)
    {
        await using var db = installation.Database.CreateDbContext();
        return await db.Destinations.AsNoTracking().Where(row => row.OrgId == orgId).OrderBy(row => row.CreatedAt).ToListAsync(cancellation);
    }

    /// <summary>Those of one destination, newest first.</summary>
    /// <param name="after">Id of the last that was seen; null begins with the newest.</param>
    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(
        string orgId,
        string destinationId,
        string? after,
        int atMost,
        CancellationToken cancellation
    )
    {
        await using var db = installation.Database.CreateDbContext();
        var rows = db.Deliveries.AsNoTracking().Where(row => row.OrgId == orgId && row.DestinationId == destinationId);
        if (after is not null)
        {
            var at = await rows.Where(row => row.Id == after).Select(row => (Instant?)row.CreatedAt).SingleOrDefaultAsync(cancellation);
            rows = rows.Where(row => row.CreatedAt < at || (row.CreatedAt == at && string.Compare(row.Id, after) > 0));
        }

        return await rows.OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Take(atMost).ToListAsync(cancellation);
    }

    public async Task<AccessOutcome<MadeDestination>> MakeAsync(Actor by, string orgId, NewDestination wanted, CancellationToken cancellation)
    {
        by.Demand(Permission.Administer, orgId);
        if (_rules.FaultsOf(wanted) is { IsEmpty: false } faults)
        {
            return new AccessOutcome<MadeDestination>.Refused(faults);
        }

        var id = Guid.NewGuid().ToString("N");
        var secret = wanted.Kind == DestinationKind.Webhook ? WebhookSignature.MakeSecret() : null;
        var row = new Destination
        {
            Id = id,
            OrgId = orgId,
            Kind = wanted.Kind,
            Name = wanted.Name.Trim(),
            Shown = DestinationRules.Shown(wanted),
            Secret = _seal.Close(id, new DestinationAddress(wanted.Address, secret)),
            Events = string.Join(' ', wanted.Events.Distinct()),
            CreatedAt = Now,
        };
        var told = by.Did("destination made", orgId) with { Target = row.Name, Detail = new { row.Shown, row.Events } };
        await installation.Database.WriteAsync(
            async db =>
            {
                db.Destinations.Add(row);
                await installation.Audit.AddAsync(db, told, Now, cancellation);
            },
            cancellation
        );
        return new AccessOutcome<MadeDestination>.Done(new MadeDestination(id, secret));
    }

    /// <summary>Switches it off, or on again: what waited meanwhile is sent then.</summary>
    /// <returns>False when the org has no such destination.</returns>
    public Task<bool> SetEnabledAsync(Actor by, DestinationOfOrg which, bool isEnabled, CancellationToken cancellation) =>
        ChangeAsync(
            by,
            which,
            isEnabled ? "destination switched on" : "destination switched off",
            async (db, row) =>
            {
                (row.DisabledAt, row.FailingSince) = (isEnabled ? null : row.DisabledAt ?? Now, null);
                var scope = new AlertScope(which.OrgId, [AlertKind.DestinationFailing], row.Id);
                await AlertBook.HoldAsync(db, scope, [], Now, cancellation);
            },
            cancellation
        );

    /// <summary>Makes another secret; what is sent from now on is signed with it.</summary>
    /// <returns>Shown this once; null when the org has no such destination, or it signs nothing.</returns>
    public async Task<string?> RenewSecretAsync(Actor by, DestinationOfOrg which, CancellationToken cancellation)
    {
        string? secret = null;
        await ChangeAsync(
            by,
            which,
            "destination's secret renewed",
            (_, row) =>
            {
                if (row.Kind == DestinationKind.Webhook)
                {
                    secret = WebhookSignature.MakeSecret();
                    row.Secret = _seal.Close(row.Id, _seal.Open(row) with { SigningSecret = secret });
                }

                return Task.CompletedTask;
            },
            cancellation
        );
        return secret;
    }

    /// <returns>False when the org has no such destination.</returns>
    public Task<bool> RemoveAsync(Actor by, DestinationOfOrg which, CancellationToken cancellation) =>
        ChangeAsync(
            by,
            which,
            "destination removed",
            async (db, row) =>
            {
                await db.Deliveries.Where(delivery => delivery.DestinationId == row.Id).ExecuteDeleteAsync(cancellation);
                db.Destinations.Remove(row);
                var scope = new AlertScope(which.OrgId, [AlertKind.DestinationFailing], row.Id);
                await AlertBook.HoldAsync(db, scope, [], Now, cancellation);
            },
            cancellation
        );

    /// <summary>Sends it something now, also when it is switched off; what came of it stands among its deliveries a moment later.</summary>
    /// <returns>Id of the delivery; null when the org has no such destination.</returns>
    public async Task<string?> TryAsync(Actor by, DestinationOfOrg which, CancellationToken cancellation)
    {
        string? delivery = null;
        await ChangeAsync(
            by,
            which,
            "destination tried",
            (db, row) =>
            {
                delivery = Outbox.Add(db, row, new OutgoingNews(row.OrgId, OutgoingEvents.Test, Now, $"{by.Name} tries this destination.", new { }));
                return Task.CompletedTask;
            },
            cancellation
        );
        return delivery;
    }

    /// <summary>Sends a delivery once more, whatever became of it.</summary>
    /// <returns>False when the org has no such delivery.</returns>
    public async Task<bool> SendAgainAsync(Actor by, string orgId, string deliveryId, CancellationToken cancellation)
    {
        by.Demand(Permission.Operate, orgId);
        return await installation.Database.WriteAsync(
            async db =>
            {
                if (await db.Deliveries.SingleOrDefaultAsync(row => row.Id == deliveryId && row.OrgId == orgId, cancellation) is not { } delivery)
                {
                    return false;
                }

                (delivery.NextAt, delivery.DeliveredAt, delivery.Attempts) = (Now, null, 0);
                await installation.Audit.AddAsync(db, by.Did("delivery sent again", orgId) with { Target = deliveryId }, Now, cancellation);
                return true;
            },
            cancellation
        );
    }

    private Task<bool> ChangeAsync(
        Actor by,
        DestinationOfOrg which,
        string action,
        Func<BillingDb, Destination, Task> change,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.Administer, which.OrgId);
        return installation.Database.WriteAsync(
            async db =>
            {
                if (await db.Destinations.SingleOrDefaultAsync(row => row.Id == which.Id && row.OrgId == which.OrgId, cancellation) is not { } row)
                {
                    return false;
                }

                var name = row.Name;
                await change(db, row);
                await db.SaveChangesAsync(cancellation);
                await installation.Audit.AddAsync(db, by.Did(action, which.OrgId) with { Target = name }, Now, cancellation);
                return true;
            },
            cancellation
        );
    }
}
