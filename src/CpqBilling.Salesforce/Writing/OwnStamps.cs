using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Cpq;
using NodaTime;

namespace CpqBilling.Salesforce;

/// <summary>Tells by which time of change our own write is known, from two queries around it in the same request.</summary>
/// <remarks>
/// Where somebody changed an order between its reading and our write, or after it, there is no such time: the order is looked at once more. The
/// instant between the first query and the write is all that is left open.
/// </remarks>
internal sealed class OwnStamps(SalesforceSession session, ImmutableDictionary<string, Instant> readAs)
{
    private const string Before = "before";
    private const string After = "after";
    private const string User = "LastModifiedById";
    private const string Modified = "LastModifiedDate";
    private const string Stamp = "SystemModstamp";

    /// <summary>The writes with both queries, when there is room for them.</summary>
    public IReadOnlyCollection<SubRequest> Around(IReadOnlyCollection<SubRequest> writes) =>
        readAs.IsEmpty || writes.Count > Composite.MaxHeavyParts - 2 ? writes : [Query(Before), .. writes, Query(After)];

    public ImmutableDictionary<string, Instant> Read(IReadOnlyDictionary<string, SubReply> parts)
    {
        if (!parts.ContainsKey(After) || session.UserId is not { } own)
        {
            return ImmutableDictionary<string, Instant>.Empty;
        }

        var unchanged = Rows(parts[Before]).Where(row => row.Moment(Modified) == readAs.GetValueOrDefault(row.Id)).Select(row => row.Id).ToHashSet();
        return Rows(parts[After])
            .Where(row => unchanged.Contains(row.Id) && row.Text(User) is { } user && SalesforceId.Full(user) == own && row.Moment(Stamp) is not null)
            .ToImmutableDictionary(row => row.Id, row => row.Moment(Stamp)!.Value);
    }

    private SubRequest Query(string reference) =>
        Composite.Query(
            session,
            reference,
            session.Names.Query(
                "Order",
                $"SELECT Id, {User}, {Modified}, {Stamp} FROM Order WHERE Id IN {Soql.In(readAs.Keys.Order(StringComparer.Ordinal))}"
            )
        );

    private static IEnumerable<CpqRecord> Rows(SubReply part) =>
        part.IsSuccess ? part.Body.Items("records").Select(row => new CpqRecord("Order", SalesforceId.Full(row.Text("Id")!), Fields(row))) : [];

    private static Dictionary<string, object?> Fields(JsonElement row) =>
        new()
        {
            [User] = row.Text(User),
            [Modified] = row.Text(Modified),
            [Stamp] = row.Text(Stamp),
        };
}
