using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>One part of a composite request.</summary>
internal sealed record SubRequest(string Reference, HttpMethod Method, string Url, JsonNode? Body = null);

/// <summary>What came of one part.</summary>
internal sealed record SubReply(int Status, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The stable code of a refusal.</summary>
    public string? ErrorCode => IsSuccess ? null : RemoteFaults.First(Body)?.Code;
}

internal abstract record CompositeReply(int Calls)
{
    /// <param name="Parts">By reference, one for each part sent.</param>
    public sealed record Ok(IReadOnlyDictionary<string, SubReply> Parts, int Calls) : CompositeReply(Calls);

    public sealed record Refused(SyncError Error, int Calls) : CompositeReply(Calls);
}

/// <summary>Several requests in one call; one that fails leaves the others alone.</summary>
internal static class Composite
{
    public const int MaxParts = 25;

    /// <summary>Queries and collections together.</summary>
    public const int MaxHeavyParts = 5;

    public static async Task<CompositeReply> SendAsync(
        SalesforceSession session,
        IReadOnlyCollection<SubRequest> parts,
        CancellationToken cancellation
    )
    {
        var reply = await session.SendAsync(HttpMethod.Post, "composite", Body(parts), cancellation);
        if (reply is SalesforceReply.Refused refused)
        {
            return new CompositeReply.Refused(refused.Error, refused.Calls);
        }

        var answers = ((SalesforceReply.Ok)reply).Body.Items("compositeResponse").ToList();
        var byReference = answers
            .Where(answer => answer.Text("referenceId") is not null)
            .ToDictionary(
                answer => answer.Text("referenceId")!,
                answer => new SubReply(answer.Int("httpStatusCode") ?? 0, answer.TryGetProperty("body", out var body) ? body : default)
            );
        return parts.All(part => byReference.ContainsKey(part.Reference))
            ? new CompositeReply.Ok(byReference, reply.Calls)
            : new CompositeReply.Refused(Incomplete(session, answers), reply.Calls);
    }

    public static SubRequest Query(SalesforceSession session, string reference, string soql) =>
        new(reference, HttpMethod.Get, $"{session.Connection.DataPath}/query?q={Uri.EscapeDataString(soql)}");

    private static string Body(IEnumerable<SubRequest> parts)
    {
        var list = new JsonArray();
        foreach (var part in parts)
        {
            var node = new JsonObject
            {
                ["method"] = part.Method.Method,
                ["url"] = part.Url,
                ["referenceId"] = part.Reference,
            };
            if (part.Body is not null)
            {
                node["body"] = part.Body.DeepClone();
            }

            list.Add(node);
        }

        return new JsonObject { ["allOrNone"] = false, ["compositeRequest"] = list }.ToJsonString();
    }

    /// <summary>A composite as a whole is refused with one part that has no reference.</summary>
    private static SyncError Incomplete(SalesforceSession session, List<JsonElement> answers)
    {
        var whole = answers.FirstOrDefault(answer => answer.Text("referenceId") is null);
        return whole.ValueKind == JsonValueKind.Object
            ? RemoteFaults.Of(whole.Int("httpStatusCode") ?? 0, whole.TryGetProperty("body", out var body) ? body : default, session.Org, session.Org)
            : ConnectionErrors.SalesforceUnreachable(session.Org, "the answer lacks a part");
    }
}
