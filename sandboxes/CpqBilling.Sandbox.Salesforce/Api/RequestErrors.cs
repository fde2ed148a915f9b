namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>Texts of errors about a request as a whole.</summary>
internal static class RequestErrors
{
    public static SalesforceError NotFound() => new(404, "NOT_FOUND", "The requested resource does not exist", null);

    public static SalesforceError NoSuchExternalId() => new(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible", null);

    public static SalesforceError MethodNotAllowed(string method, string allowed) =>
        new(405, "METHOD_NOT_ALLOWED", $"HTTP Method '{method}' not allowed. Allowed are {allowed}", null);

    public static SalesforceError UnsupportedMediaType(string? type) =>
        new(415, "UNSUPPORTED_MEDIA_TYPE", $"The Content-Type {type} is not supported.", null);

    public static SalesforceError BadJson(string why) => new(400, "JSON_PARSER_ERROR", why, null);

    public static SalesforceError InvalidSession() => new(401, "INVALID_SESSION_ID", "Session expired or invalid", null);

    public static SalesforceError LimitExceeded() => new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", null);

    public static SalesforceError LockRow() => new(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records", []);

    public static SalesforceError MalformedId(string id) => new(400, "MALFORMED_ID", $"bad id {id}", null);

    public static SalesforceError BadLocator() => new(400, "INVALID_QUERY_LOCATOR", "invalid query locator", null);

    public static SalesforceError TooManyRecords(int limit) =>
        new(400, "EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {limit} records into this call", null);

    public static SalesforceError ProcessingHalted(string message) => new(400, "PROCESSING_HALTED", message, null);

    public static SalesforceError InvalidInput(string message) => new(400, "INVALID_INPUT", message, null);

    public static SalesforceError InvalidType(string type) => new(400, "INVALID_TYPE", $"sObject type '{type}' is not supported.", null);
}
