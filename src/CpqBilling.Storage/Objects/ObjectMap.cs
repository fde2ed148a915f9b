using System.Collections.Immutable;
using System.Diagnostics;
using CpqBilling.Core.Contract;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CpqBilling.Storage.Objects;

/// <summary>The place of an object in the map: for which record it was made, and what it is to it.</summary>
/// <param name="Role"><see cref="Own"/> for the object whose id the record carries; else the key of the step that made it.</param>
public readonly record struct ObjectPlace(string SalesforceId, string Role = ObjectPlace.Own)
{
    public const string Own = "own";

    /// <summary>What a contract was sent with, at its initial order.</summary>
    public const string Sent = "sent";
}

/// <summary>Which Stripe objects stand for which Salesforce records, and what they were when we last wrote them.</summary>
public sealed class ObjectMap(BillingDatabase database)
{
    /// <summary>Remembers objects after they were written or read; a new id under an old place keeps the old one as the former.</summary>
    public Task RememberAsync(
        string orgId,
        IReadOnlyCollection<KeyValuePair<ObjectPlace, StripeObject>> objects,
        Instant now,
        CancellationToken cancellationToken = default
    ) => database.WriteAsync(db => RememberAsync(db, orgId, objects, now), cancellationToken);

    /// <summary>The same inside a transaction.</summary>
    public static async Task RememberAsync(
        BillingDb db,
        string orgId,
        IReadOnlyCollection<KeyValuePair<ObjectPlace, StripeObject>> objects,
        Instant now
    )
    {
        foreach (var (place, stripe) in objects)
        {
            var row = await db.StripeObjects.FindAsync(orgId, place.SalesforceId, place.Role);
            if (row is null)
            {
                row = NewRow(orgId, place, now);
                db.StripeObjects.Add(row);
            }

            Fill(row, stripe, now);
        }

        await db.SaveChangesAsync();
    }

    /// <summary>What is remembered under Stripe ids; those unknown here are left out.</summary>
    public async Task<ImmutableDictionary<string, StripeObject>> LookupAsync(
        string orgId,
        IReadOnlyCollection<string> stripeIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .StripeObjects.AsNoTracking()
            .Where(row => row.OrgId == orgId && row.StripeId != null && stripeIds.Contains(row.StripeId))
            .OrderBy(row => row.ChangedAt)
            .ToListAsync(cancellationToken);
        var found = ImmutableDictionary.CreateBuilder<string, StripeObject>();
        foreach (var row in rows)
        {
            if (State(row) is { } state)
            {
                found[row.StripeId!] = state;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Salesforce has the ids now: a record found without one from here on was cleared by hand.</summary>
    public static Task MarkRecordedAsync(BillingDb db, string orgId, IReadOnlyCollection<string> salesforceIds) =>
        db
            .StripeObjects.Where(row => row.OrgId == orgId && row.Role == ObjectPlace.Own && salesforceIds.Contains(row.SalesforceId))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsRecorded, true));

    /// <summary>A price that was needed once is archived: what is made in its place is another one.</summary>
    public static Task MarkArchivedAsync(BillingDb db, string orgId, string priceId) =>
        db
            .StripeObjects.Where(row => row.OrgId == orgId && row.Role != ObjectPlace.Own && row.StripeId == priceId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.IsRecorded, true));

    /// <summary>
    /// Salesforce record id → the Stripe id it had in Salesforce, by which a record cleared by hand gets a new object; and step key → the
    /// price needed once that it made and that was archived.
    /// </summary>
    /// <remarks>An id that never reached Salesforce, or a price that is active, does not count: the step that made it must find it again under its old key.</remarks>
    public async Task<ImmutableDictionary<string, string>> FormerIdsAsync(
        string orgId,
        IReadOnlyCollection<string> salesforceIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .StripeObjects.AsNoTracking()
            .Where(row => row.OrgId == orgId && row.Role != ObjectPlace.Sent && salesforceIds.Contains(row.SalesforceId))
            .Select(row => new
            {
                Of = row.Role == ObjectPlace.Own ? row.SalesforceId : row.Role,
                Id = row.IsRecorded && row.StripeId != null ? row.StripeId : row.FormerId,
            })
            .ToListAsync(cancellationToken);
        return rows.Where(row => row.Id is not null).ToImmutableDictionary(row => row.Of, row => row.Id!);
    }

    /// <summary>What the contracts of these initial orders were sent with.</summary>
    public async Task<ImmutableDictionary<string, SentContract>> SentAsync(
        string orgId,
        IReadOnlyCollection<string> orderIds,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = database.CreateDbContext();
        var rows = await db
            .StripeObjects.AsNoTracking()
            .Where(row => row.OrgId == orgId && row.Role == ObjectPlace.Sent && orderIds.Contains(row.SalesforceId))
            .ToListAsync(cancellationToken);
        return rows.Select(row => (row.SalesforceId, row.ChangedAt, Sent: SentJson.Read(row.LastSentJson)))
            .Where(row => row.Sent is not null)
            .ToImmutableDictionary(row => row.SalesforceId, row => row.Sent! with { At = row.ChangedAt });
    }

    /// <summary>What a contract is sent with, at its initial order.</summary>
    public static async Task RememberSentAsync(BillingDb db, string orgId, string orderId, SentContract sent, Instant now)
    {
        var row = await db.StripeObjects.FindAsync(orgId, orderId, ObjectPlace.Sent);
        if (row is null)
        {
            row = NewRow(orgId, new ObjectPlace(orderId, ObjectPlace.Sent), now);
            db.StripeObjects.Add(row);
        }

        row.Kind = ObjectPlace.Sent;
        row.LastSentJson = SentJson.Write(sent);
        row.ChangedAt = now;
        await db.SaveChangesAsync();
    }

    /// <summary>Stripe does not know the id any more: the next run reads or makes the object anew.</summary>
    public static Task<int> ForgetAsync(BillingDb db, string orgId, string stripeId, Instant now) =>
        db
            .StripeObjects.Where(row => row.OrgId == orgId && row.StripeId == stripeId)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.FormerId, stripeId)
                    .SetProperty(row => row.IsRecorded, false)
                    .SetProperty(row => row.StripeId, (string?)null)
                    .SetProperty(row => row.LastSentJson, (string?)null)
                    .SetProperty(row => row.ShapeJson, (string?)null)
                    .SetProperty(row => row.ChangedAt, now)
            );

    private static StripeObjectRow NewRow(string orgId, ObjectPlace place, Instant now) =>
        new()
        {
            OrgId = orgId,
            SalesforceId = place.SalesforceId,
            Role = place.Role,
            Kind = "",
            ChangedAt = now,
        };

    private static void Fill(StripeObjectRow row, StripeObject stripe, Instant now)
    {
        if (row.StripeId is { } before && before != stripe.Id)
        {
            row.FormerId = row.IsRecorded ? before : row.FormerId;
            row.IsRecorded = false;
        }

        row.StripeId = stripe.Id;
        row.Kind = KindOf(stripe);
        row.ShapeJson = ShapeJson.Write(stripe);
        row.LastSentJson = stripe switch
        {
            CustomerState customer => customer.LastSent,
            ProductState product => product.LastSent,
            _ => null,
        };
        row.ChangedAt = now;
    }

    private static string KindOf(StripeObject stripe) =>
        stripe switch
        {
            CustomerState => "customer",
            ProductState => "product",
            PriceState => "price",
            CouponState => "coupon",
            ScheduleState => "subscription_schedule",
            SubscriptionState => "subscription",
            InvoiceState => "invoice",
            DeletedObject or MissingObject => throw new ArgumentException("An object that is gone is forgotten, not remembered.", nameof(stripe)),
            _ => throw new UnreachableException(),
        };

    /// <summary>Null for what is always read fresh.</summary>
    private static StripeObject? State(StripeObjectRow row) =>
        row.Kind switch
        {
            "customer" => new CustomerState(row.StripeId!, row.LastSentJson, ImmutableDictionary<string, string>.Empty),
            "product" => new ProductState(row.StripeId!, row.LastSentJson, ImmutableDictionary<string, string>.Empty),
            "price" when row.ShapeJson is { } shape => ShapeJson.Price(shape),
            "coupon" when row.ShapeJson is { } shape => ShapeJson.Coupon(shape),
            _ => null,
        };
}
