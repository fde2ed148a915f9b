using System.Net;
using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Makes a sync error of an answer that is no success.</summary>
internal static class RemoteFaults
{
    private const int MessageLength = 1000;

    /// <summary>An error of Salesforce: its stable code, its text, and the fields it names.</summary>
    public sealed record Fault(string Code, string Message, string? Field);

    /// <summary>Errors come as an array, even one; collections say <c>statusCode</c> where everything else says <c>errorCode</c>.</summary>
    public static Fault? First(JsonElement body)
    {
        var first = body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 ? body[0] : body;
        if (first.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var code = Text(first, "errorCode") ?? Text(first, "statusCode");
        var field =
            first.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array && fields.GetArrayLength() > 0
                ? fields[0].GetString()
                : null;
        return code is null ? null : new Fault(code, Shortened(Text(first, "message") ?? code), field);
    }

    /// <summary>The error of a whole answer or of one part of a composite.</summary>
    public static SyncError Of(int status, JsonElement body, RecordRef subject, RecordRef org)
    {
        var fault = First(body);
        if (fault is null)
        {
            return status switch
            {
                (int)HttpStatusCode.Unauthorized => ConnectionErrors.SalesforceUnauthorized(org, "the session is not valid"),
                >= 500 => ConnectionErrors.SalesforceUnreachable(org, $"it answered with status {status}"),
                _ => SalesforceErrors.SalesforceRefused(subject, $"it answered with status {status}"),
            };
        }

        return Of(status, fault, subject, org);
    }

    public static SyncError Of(int status, Fault fault, RecordRef subject, RecordRef org)
    {
        var error = fault.Code switch
        {
            "REQUEST_LIMIT_EXCEEDED" => ConnectionErrors.SalesforceLimit(org),
            "INVALID_SESSION_ID" or "API_DISABLED_FOR_ORG" => ConnectionErrors.SalesforceUnauthorized(org, fault.Message),
            "UNABLE_TO_LOCK_ROW" => SalesforceErrors.RecordLocked(subject),
            "INVALID_FIELD" or "INVALID_TYPE" => SalesforceErrors.FieldMissing(org, fault.Message, fault.Field),
            "SERVER_UNAVAILABLE" => ConnectionErrors.SalesforceUnreachable(org, fault.Message),
            _ when status == (int)HttpStatusCode.Unauthorized => ConnectionErrors.SalesforceUnauthorized(org, fault.Message),
            _ when status >= 500 => ConnectionErrors.SalesforceUnreachable(org, fault.Message),
            _ => SalesforceErrors.SalesforceRefused(subject, fault.Message, fault.Field),
        };
        return error with { UpstreamCode = fault.Code };
    }

    /// <summary>The token endpoint alone answers an object: <c>{"error","error_description"}</c>.</summary>
    public static SyncError OfLogin(int status, JsonElement body, RecordRef org)
    {
        if (status >= 500)
        {
            return ConnectionErrors.SalesforceUnreachable(org, $"the login answered with status {status}");
        }

        var known = body.ValueKind == JsonValueKind.Object;
        var code = known ? Text(body, "error") : null;
        var message = (known ? Text(body, "error_description") : null) ?? code ?? $"the login answered with status {status}";
        return ConnectionErrors.SalesforceUnauthorized(org, Shortened(message)) with { UpstreamCode = code };
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Query errors begin with a line break and quote the query.</summary>
    private static string Shortened(string message) => message.Length > MessageLength ? message[..MessageLength].Trim() : message.Trim();
}
