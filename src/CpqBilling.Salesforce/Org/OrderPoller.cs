using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Salesforce;

/// <summary>Up to where orders were read: in order of (time, id), because many orders can change at one instant.</summary>
/// <param name="AfterId">The last order read at that instant; null reads all of that instant.</param>
public sealed record PollCursor(Instant ModifiedAt, string? AfterId = null);

/// <summary>A reason to look at a contract.</summary>
/// <param name="Family">Of contracts, see <see cref="FamilyReader"/>: the same for all orders of a contract.</param>
public sealed record OrderNotice(string OrderId, Instant ModifiedAt, string Family)
{
    /// <summary>The connector's own user changed it last.</summary>
    public bool IsByUs { get; init; }
}

/// <param name="Next">Where to go on; unchanged when nothing was found.</param>
/// <param name="IsLast">False when more orders wait behind <paramref name="Next"/>.</param>
public sealed record PollPage(ImmutableArray<OrderNotice> Orders, PollCursor Next, bool IsLast);

/// <summary>Finds orders that changed and have no Stripe id yet. Times come from the caller and from Salesforce, never from a clock here.</summary>
/// <remarks>By the time that changes by automation move too, which the date of the last modification by a user does not.</remarks>
public sealed class OrderPoller(SalesforceSession session)
{
    public const int MaxPageSize = 2000;
    private static readonly InstantPattern Moment = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.fff'Z'");

    public async Task<SalesforceAnswer<PollPage>> PollAsync(PollCursor from, string orderFilter, int pageSize, CancellationToken cancellation)
    {
        var size = Math.Clamp(pageSize, 1, MaxPageSize);
        return await AskAsync(Query(from, orderFilter, size), from, size, cancellation);
    }

    /// <summary>Which of these orders a poll would find: one request for all of them.</summary>
    /// <param name="orderIds">At most 200.</param>
    /// <param name="evenBilled">Somebody wants them to be looked at, billed or not.</param>
    public async Task<SalesforceAnswer<ImmutableArray<OrderNotice>>> FindAsync(
        IReadOnlyCollection<string> orderIds,
        string orderFilter,
        bool evenBilled,
        CancellationToken cancellation
    )
    {
        var soql =
            $"SELECT {FamilyReader.Fields}, LastModifiedById, SystemModstamp FROM Order "
            + $"WHERE Id IN {Soql.In(orderIds)}{(evenBilled ? "" : " AND Stripe_ID__c = null")} AND ({Filter(orderFilter)})";
        return await AskAsync(soql, new PollCursor(Instant.MinValue), orderIds.Count + 1, cancellation) switch
        {
            SalesforceAnswer<PollPage>.Found { Value: var page } found => new SalesforceAnswer<ImmutableArray<OrderNotice>>.Found(
                page.Orders,
                found.Calls
            ),
            SalesforceAnswer<PollPage>.Refused refused => new SalesforceAnswer<ImmutableArray<OrderNotice>>.Refused(refused.Error, refused.Calls),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<SalesforceAnswer<PollPage>> AskAsync(string query, PollCursor from, int size, CancellationToken cancellation)
    {
        var soql = session.Names.Query("Order", query);
        var reply = await Composite.SendAsync(session, [Composite.Query(session, "orders", soql)], cancellation);
        if (reply is CompositeReply.Refused refused)
        {
            return new SalesforceAnswer<PollPage>.Refused(refused.Error, refused.Calls);
        }

        var part = ((CompositeReply.Ok)reply).Parts["orders"];
        if (!part.IsSuccess)
        {
            return new SalesforceAnswer<PollPage>.Refused(RemoteFaults.Of(part.Status, part.Body, session.Org, session.Org), reply.Calls);
        }

        var found = part.Body.Items("records").ToList();
        var rows = found.Select(Read).OfType<OrderNotice>().ToImmutableArray();
        var next = rows.IsEmpty ? from : new PollCursor(rows[^1].ModifiedAt, rows[^1].OrderId);
        return new SalesforceAnswer<PollPage>.Found(new PollPage(rows, next, found.Count < size), reply.Calls);
    }

    /// <summary>Condition that a record changed behind the cursor.</summary>
    internal static string After(PollCursor from)
    {
        var at = Moment.Format(from.ModifiedAt);
        return from.AfterId is { } id ? $"(SystemModstamp > {at} OR (SystemModstamp = {at} AND Id > {Soql.Quoted(id)}))" : $"SystemModstamp >= {at}";
    }

    internal static string Query(PollCursor from, string orderFilter, int pageSize) =>
        $"SELECT {FamilyReader.Fields}, LastModifiedById, SystemModstamp FROM Order "
        + $"WHERE Stripe_ID__c = null AND {After(from)} AND ({Filter(orderFilter)}) ORDER BY SystemModstamp, Id LIMIT {pageSize}";

    private static string Filter(string orderFilter) => string.IsNullOrWhiteSpace(orderFilter) ? Soql.DefaultOrderFilter : orderFilter;

    private OrderNotice? Read(JsonElement row)
    {
        var fields = new CpqRecord("Order", row.Text("Id") ?? "", new Dictionary<string, object?> { ["At"] = row.Text("SystemModstamp") });
        if (fields.Id.Length == 0 || fields.Moment("At") is not { } modifiedAt)
        {
            return null;
        }

        return new OrderNotice(fields.Id, modifiedAt, FamilyReader.FamilyOf(row))
        {
            IsByUs = row.Text("LastModifiedById") is { } user && SalesforceId.Full(user) == session.UserId,
        };
    }
}
