using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary>One call inside a composite request.</summary>
internal sealed record Subrequest(string Method, ApiUrl? Url, string ReferenceId, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsQueryOrCollection => Url is { Segments: ["query" or "queryAll", ..] or ["composite", "sobjects", ..] };

    public static Subrequest Read(JsonObject json) =>
        new(
            (json["method"]?.GetValue<string>() ?? throw RequestErrors.InvalidInput("The method parameter is required")).ToUpperInvariant(),
            ApiUrl.Parse(json["url"]?.GetValue<string>() ?? throw RequestErrors.InvalidInput("The url parameter is required")),
            json["referenceId"]?.GetValue<string>() ?? throw RequestErrors.InvalidInput("The referenceId parameter is required"),
            json["body"],
            (json["httpHeaders"] as JsonObject)?.ToDictionary(
                pair => pair.Key,
                pair => pair.Value?.ToString() ?? "",
                StringComparer.OrdinalIgnoreCase
            )
                ?? []
        );

    public ApiReply Execute(ApiCall outer, CompositeReferences references, Func<ApiCall, ApiReply> execute)
    {
        if (Url is null || Url.Segments is ["composite", not "sobjects", ..] or ["composite"])
            return ApiReply.Error(RequestErrors.NotFound());
        try
        {
            return execute(
                outer with
                {
                    Method = Method,
                    Version = Url.Version,
                    Headers = Headers,
                    Body = references.InBody(Body),
                    Segments = [.. Url.Segments.Select(references.InText)],
                    Query = Url.Query.ToDictionary(pair => pair.Key, pair => references.InText(pair.Value)),
                }
            );
        }
        catch (SalesforceError error)
        {
            return ApiReply.Error(error);
        }
    }
}
