using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Composite;

/// <summary><c>composite/batch</c>: up to 25 independent calls. No references between them, and what one did stays when another fails.</summary>
internal sealed class BatchResource(Func<ApiCall, ApiReply> execute)
{
    private const int MaxCalls = 25;

    public ApiReply Handle(ApiCall call)
    {
        var body = call.ObjectBody();
        if (body["batchRequests"] is not JsonArray requests)
            throw RequestErrors.InvalidInput("The batchRequests parameter is required");
        if (requests.Count > MaxCalls)
            throw new SalesforceError(400, "LIMIT_EXCEEDED", $"The request can't contain more than {MaxCalls} operations.", null);
        var haltOnError = body["haltOnError"]?.GetValue<bool>() ?? false;
        var (results, hasErrors) = (new JsonArray(), false);
        foreach (var request in requests.OfType<JsonObject>())
        {
            var reply =
                hasErrors && haltOnError
                    ? new ApiReply(
                        412,
                        new JsonArray(
                            ApiReply.ErrorJson(
                                new SalesforceError(
                                    412,
                                    "BATCH_PROCESSING_HALTED",
                                    "Batch processing halted per request. One or more operations failed.",
                                    null
                                )
                            )
                        )
                    )
                    : One(request, call);
            hasErrors |= !reply.IsSuccess;
            results.Add(new JsonObject { ["statusCode"] = reply.Status, ["result"] = reply.Body });
        }
        return ApiReply.Ok(new JsonObject { ["hasErrors"] = hasErrors, ["results"] = results });
    }

    private ApiReply One(JsonObject request, ApiCall outer)
    {
        var url = request["url"]?.GetValue<string>().TrimStart('/') ?? throw RequestErrors.InvalidInput("The url parameter is required");
        var parsed = ApiUrl.Parse(url.StartsWith("services/", StringComparison.Ordinal) ? "/" + url : "/services/data/" + url);
        if (parsed is null || parsed.Segments is ["composite", not "sobjects", ..] or ["composite"])
            return ApiReply.Error(RequestErrors.NotFound());
        return execute(
            outer with
            {
                Method = (request["method"]?.GetValue<string>() ?? "GET").ToUpperInvariant(),
                Version = parsed.Version,
                Segments = parsed.Segments,
                Query = parsed.Query,
                Body = request["richInput"]?.DeepClone(),
                Headers = new Dictionary<string, string>(),
            }
        );
    }
}
