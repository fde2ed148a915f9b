using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Writes ids, links and Sync Records of a run in one composite request; a row that is refused leaves the others alone.</summary>
public sealed class ResultWriter(SalesforceSession session)
{
    private const int RowsPerCollection = 200;

    public async Task<WriteOutcome> WriteAsync(ResolvedWriteBack writes, CancellationToken cancellation)
    {
        var round = new Round([.. Collections(writes)]);
        var refused = ImmutableArray.CreateBuilder<SyncError>();
        var (calls, stamps) = (0, new OwnStamps(session, writes.ReadAs));
        var own = ImmutableDictionary<string, NodaTime.Instant>.Empty;
        for (var attempt = 0; round.Open.Count > 0; attempt++)
        {
            var next = new Round([]);
            foreach (var batch in round.Open.Chunk(Composite.MaxHeavyParts))
            {
                var requests = batch.Select(part => part.Request).ToList();
                var reply = await Composite.SendAsync(session, attempt == 0 ? stamps.Around(requests) : requests, cancellation);
                calls += reply.Calls;
                if (reply is CompositeReply.Ok ok)
                {
                    own = own.SetItems(stamps.Read(ok.Parts));
                    Judge(batch, ok.Parts, attempt < session.Retry.Repeats, refused, next);
                }
                else
                {
                    var error = ((CompositeReply.Refused)reply).Error;
                    refused.AddRange(batch.SelectMany(part => part.Rows).Select(row => error with { Record = row.Record }));
                }
            }

            if (next.IsWaiting)
            {
                await Task.Delay(Patience(attempt), session.Time, cancellation);
            }

            round = next;
        }

        return new WriteOutcome(refused.ToImmutable(), calls) { OwnStamps = own };
    }

    /// <summary>What is to be sent, and whether rows in it wait for a lock.</summary>
    private sealed record Round(List<Collection> Open)
    {
        public bool IsWaiting { get; set; }
    }

    /// <summary>Rows that are written with one request, which can be made again for some of them.</summary>
    private sealed record Collection(string Reference, string Url, WriteRow[] Rows)
    {
        public SubRequest Request =>
            new(
                Reference,
                HttpMethod.Patch,
                Url,
                new JsonObject { ["allOrNone"] = false, ["records"] = new JsonArray([.. Rows.Select(row => row.Body.DeepClone())]) }
            );

        /// <summary>A field one object does not have makes Salesforce refuse all rows: object by object the others get through.</summary>
        public IReadOnlyList<Collection> ByType() =>
            [
                .. Rows.GroupBy(row => row.Body["attributes"]!["type"]!.GetValue<string>())
                    .Select(group => this with { Reference = $"{Reference}_{group.Key}", Rows = [.. group] }),
            ];
    }

    private IEnumerable<Collection> Collections(ResolvedWriteBack writes)
    {
        var names = session.Names;
        var path = $"{session.Connection.DataPath}/composite/sobjects";
        var upsert = $"{path}/{names.Object(WriteRows.SyncRecordType)}/{names.Field(WriteRows.SyncRecordType, WriteRows.SyncRecordKey)}";
        return
        [
            .. Chunked("fields", path, WriteRows.OfFields(writes.Fields, names)),
            .. Chunked("sync_records", upsert, WriteRows.OfSyncRecords(writes.SyncRecords, names)),
        ];
    }

    private static IEnumerable<Collection> Chunked(string reference, string url, IReadOnlyList<WriteRow> rows) =>
        rows.Chunk(RowsPerCollection).Select((chunk, index) => new Collection($"{reference}_{index}", url, chunk));

    /// <summary>Sorts the rows of the answers into refused and to be sent again; the rest is written.</summary>
    private void Judge(
        IEnumerable<Collection> batch,
        IReadOnlyDictionary<string, SubReply> parts,
        bool canRepeat,
        ImmutableArray<SyncError>.Builder refused,
        Round next
    )
    {
        foreach (var collection in batch)
        {
            var answer = parts[collection.Reference];
            var failed = Failures(collection, answer).ToList();
            if (WithoutStatus(collection, answer, failed) is { } bare)
            {
                next.Open.Add(bare);
                failed.RemoveAll(failure => bare.Rows.Any(row => row.Record == failure.Row.Record));
            }

            var locked = failed.Where(failure => canRepeat && failure.Fault.Code == "UNABLE_TO_LOCK_ROW").Select(failure => failure.Row).ToArray();
            if (locked.Length > 0)
            {
                next.Open.Add(collection with { Rows = locked });
                next.IsWaiting = true;
            }
            else if (failed.Count > 0 && !answer.IsSuccess && collection.ByType() is { Count: > 1 } types)
            {
                next.Open.AddRange(types);
                continue;
            }

            refused.AddRange(failed.Where(failure => !locked.Contains(failure.Row)).Select(failure => ErrorOf(failure.Row, failure.Fault)));
        }
    }

    /// <summary>The status is told for people; an org that has no such field, or does not let us write it, gets everything else.</summary>
    private Collection? WithoutStatus(Collection collection, SubReply answer, List<(WriteRow Row, RemoteFaults.Fault Fault)> failed)
    {
        var field = session.Names.Field("Order", WriteRows.StatusField);
        var refused = failed
            .Where(failure => failure.Fault.Field == field || failure.Fault.Message.Contains(field, StringComparison.Ordinal))
            .ToList();
        if (refused.Count == 0 || !collection.Rows.Any(row => row.Body.ContainsKey(field)))
        {
            return null;
        }

        var rows = answer.IsSuccess ? refused.Select(failure => failure.Row) : collection.Rows;
        return collection with { Rows = [.. rows.Select(row => row.Without(field))] };
    }

    private static IEnumerable<(WriteRow Row, RemoteFaults.Fault Fault)> Failures(Collection collection, SubReply answer)
    {
        if (!answer.IsSuccess || answer.Body.ValueKind != JsonValueKind.Array || answer.Body.GetArrayLength() != collection.Rows.Length)
        {
            var fault = RemoteFaults.First(answer.Body) ?? new RemoteFaults.Fault("UNKNOWN_EXCEPTION", $"status {answer.Status}", null);
            return collection.Rows.Select(row => (row, fault));
        }

        return collection
            .Rows.Zip(answer.Body.EnumerateArray())
            .Where(pair => !pair.Second.Flag("success"))
            .Select(pair => (pair.First, FaultOf(pair.Second)));
    }

    private static RemoteFaults.Fault FaultOf(JsonElement row) =>
        (row.TryGetProperty("errors", out var errors) ? RemoteFaults.First(errors) : null)
        ?? new RemoteFaults.Fault("UNKNOWN_EXCEPTION", "no reason was given", null);

    private SyncError ErrorOf(WriteRow row, RemoteFaults.Fault fault) =>
        fault.Code switch
        {
            "UNABLE_TO_LOCK_ROW" => SalesforceErrors.RecordLocked(row.Record),
            "REQUEST_LIMIT_EXCEEDED" => ConnectionErrors.SalesforceLimit(session.Org),
            _ => SalesforceErrors.WriteBackRefused(row.Record, fault.Message, fault.Field is { } field ? session.Names.Local(field) : null),
        } with
        {
            UpstreamCode = fault.Code,
        };

    /// <summary>Longer from attempt to attempt, and not the same for two connectors that block each other.</summary>
    private TimeSpan Patience(int attempt) => session.Retry.FirstDelay * Math.Pow(2, attempt) * (0.5 + Random.Shared.NextDouble());
}
