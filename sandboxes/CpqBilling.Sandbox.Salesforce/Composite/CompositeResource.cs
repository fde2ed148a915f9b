using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary><c>composite</c>: up to 25 calls in one, later ones built on the answers of earlier ones.</summary>
internal sealed partial class CompositeResource(Func<ApiCall, ApiReply> execute)
{
    private const int MaxCalls = 25;
    private const int MaxQueriesAndCollections = 5;
    private const string RolledBack = "The transaction was rolled back since another operation in the same transaction failed.";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_]*$")]
    private static partial Regex ReferenceId();

    public ApiReply Handle(ApiCall call)
    {
        var body = call.ObjectBody();
        if (body["compositeRequest"] is not JsonArray requests)
            throw RequestErrors.InvalidInput("The compositeRequest parameter is required");
        if (requests.Count > MaxCalls)
            return Refused($"The request can't contain more than {MaxCalls} operations.");
        var parsed = requests.Select(request => Subrequest.Read((JsonObject)request!)).ToList();
        if (parsed.Count(request => request.IsQueryOrCollection) > MaxQueriesAndCollections)
            return Refused($"The request can't contain more than {MaxQueriesAndCollections} query or sObject Collections operations.");
        CheckReferenceIds(parsed);
        var (entries, _) = Run(call, parsed, body["allOrNone"]?.GetValue<bool>() ?? false);
        return ApiReply.Ok(new JsonObject { ["compositeResponse"] = entries });
    }

    /// <summary>Runs subrequests in order as one transaction; the graph resource does the same for each graph.</summary>
    public (JsonArray Entries, bool IsSuccess) Run(ApiCall call, IReadOnlyList<Subrequest> requests, bool allOrNone)
    {
        var (references, replies) = (new CompositeReferences(), new List<ApiReply>());
        var (start, failed) = (call.Session?.Savepoint() ?? 0, -1);
        foreach (var request in requests)
        {
            var reply = allOrNone && failed >= 0 ? Halted() : request.Execute(call, references, execute);
            if (reply.IsSuccess)
                references.Add(request.ReferenceId, reply.Body);
            else if (failed < 0)
                failed = replies.Count;
            replies.Add(reply);
        }
        if (allOrNone && failed >= 0)
        {
            call.Session?.RollbackTo(start);
            replies = [.. replies.Select((reply, i) => i == failed ? reply : Halted())];
        }
        return (new JsonArray([.. requests.Zip(replies, Entry)]), failed < 0);
    }

    public static void CheckReferenceIds(IReadOnlyList<Subrequest> requests)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            if (!ReferenceId().IsMatch(request.ReferenceId))
                throw RequestErrors.InvalidInput(
                    $"Provided referenceId ('{request.ReferenceId}') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."
                );
            if (!seen.Add(request.ReferenceId))
                throw RequestErrors.InvalidInput($"Duplicate reference id: {request.ReferenceId}");
        }
    }

    private static ApiReply Halted() => ApiReply.Error(RequestErrors.ProcessingHalted(RolledBack));

    private static JsonNode Entry(Subrequest request, ApiReply reply) =>
        new JsonObject
        {
            ["body"] = reply.Body,
            ["httpHeaders"] = new JsonObject([.. reply.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))]),
            ["httpStatusCode"] = reply.Status,
            ["referenceId"] = request.ReferenceId,
        };

    private static ApiReply Refused(string message) =>
        ApiReply.Ok(
            new JsonObject
            {
                ["compositeResponse"] = new JsonArray(
                    new JsonObject
                    {
                        ["body"] = new JsonArray(new JsonObject { ["errorCode"] = "LIMIT_EXCEEDED", ["message"] = message }),
                        ["httpHeaders"] = new JsonObject(),
                        ["httpStatusCode"] = 400,
                        ["referenceId"] = null,
                    }
                ),
            }
        );
}
