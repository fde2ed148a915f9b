using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using NodaTime;

namespace CpqBilling.Salesforce;

/// <summary>Asks when records were last changed, by whomever: 200 of a type in a query, five queries in a request.</summary>
public sealed class ModifiedReader(SalesforceSession session)
{
    private const int RecordsOfAQuery = 200;
    private const int QueriesOfARequest = 5;
    private const string Moment = "SystemModstamp";

    /// <summary>Record id → its last change; deleted records, and types that the org does not have, are left out.</summary>
    public async Task<SalesforceAnswer<ImmutableDictionary<string, Instant>>> ReadAsync(
        IReadOnlyCollection<RecordRef> records,
        CancellationToken cancellation
    )
    {
        var modified = ImmutableDictionary.CreateBuilder<string, Instant>();
        var calls = 0;
        var queries = records.Distinct().GroupBy(record => record.Type).SelectMany(group => group.Chunk(RecordsOfAQuery));
        foreach (var request in queries.Chunk(QueriesOfARequest))
        {
            var parts = request.Select((ids, ordinal) => Composite.Query(session, $"part{ordinal}", Query(ids)));
            var reply = await Composite.SendAsync(session, [.. parts], cancellation);
            calls += reply.Calls;
            if (reply is CompositeReply.Refused refused)
            {
                return new SalesforceAnswer<ImmutableDictionary<string, Instant>>.Refused(refused.Error, calls);
            }

            foreach (var row in ((CompositeReply.Ok)reply).Parts.Values.Where(part => part.IsSuccess).SelectMany(part => part.Body.Items("records")))
            {
                var fields = new CpqRecord("", row.Text("Id")!, new Dictionary<string, object?> { [Moment] = row.Text(Moment) });
                if (fields.Moment(Moment) is { } at)
                {
                    modified[fields.Id] = at;
                }
            }
        }

        return new SalesforceAnswer<ImmutableDictionary<string, Instant>>.Found(modified.ToImmutable(), calls);
    }

    private string Query(RecordRef[] records)
    {
        var type = records[0].Type;
        return session.Names.Query(type, $"SELECT Id, {Moment} FROM {type} WHERE Id IN {Soql.In([.. records.Select(record => record.Id)])}");
    }
}
