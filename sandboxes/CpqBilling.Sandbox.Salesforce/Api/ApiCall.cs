using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>One call of the REST API, whether it came over HTTP or inside a composite request.</summary>
/// <param name="Segments">The decoded path behind <c>/services/data/vXX.0/</c>.</param>
/// <param name="Session">The transaction; null for calls that only read.</param>
internal sealed record ApiCall(
    string Method,
    string Version,
    IReadOnlyList<string> Segments,
    IReadOnlyDictionary<string, string> Query,
    JsonNode? Body,
    OrgUser User,
    WriteSession? Session
)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A fault wants the first record of this call to be locked.</summary>
    public bool LockFirstRow { get; init; }

    public bool IsGet => Method is "GET" or "HEAD";

    /// <summary>The transaction of a call that writes.</summary>
    public WriteSession Writing => Session ?? throw new InvalidOperationException("A writing call was given no transaction.");

    public string Parameter(string name) =>
        Query.TryGetValue(name, out var value)
            ? value
            : throw new SalesforceError(400, "MISSING_ARGUMENT", $"The {name} parameter is required", null);

    public JsonObject ObjectBody() =>
        Body as JsonObject ?? throw RequestErrors.BadJson("The HTTP entity body is required, but this request has no entity body.");
}

/// <summary>The answer to a call: a status and a body, which is null for an empty one.</summary>
internal sealed record ApiReply(int Status, JsonNode? Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A body that is not JSON, such as the CSV of bulk results.</summary>
    public string? Text { get; init; }

    public string? ContentType { get; init; }

    public bool IsSuccess => Status < 400;

    public static ApiReply Ok(JsonNode? body) => new(200, body);

    public static ApiReply NoContent() => new(204, null);

    public static ApiReply Error(SalesforceError error) => new(error.Status, new JsonArray(ErrorJson(error)));

    public static JsonObject ErrorJson(SalesforceError error)
    {
        var json = new JsonObject { ["message"] = error.Message, ["errorCode"] = error.Code };
        if (error.Fields is { } fields)
            json["fields"] = new JsonArray([.. fields.Select(field => (JsonNode)field)]);
        return json;
    }
}
