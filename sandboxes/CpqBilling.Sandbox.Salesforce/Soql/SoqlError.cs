using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Errors of queries; most quote the text with a caret under the place.</summary>
internal static class SoqlError
{
    private const string AppendC =
        "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
    private const string AppendObjectC =
        "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
    private const string AppendR =
        "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.";

    public static SalesforceError Malformed(string message) => new(400, "MALFORMED_QUERY", message, null);

    public static SalesforceError Malformed(string text, int position, string message) =>
        new(400, "MALFORMED_QUERY", Quote(text, position) + message, null);

    public static SalesforceError Unexpected(string text, int position, string token) =>
        Malformed(text, position, token == "<EOF>" ? "unexpected end of file" : $"unexpected token: '{token}'");

    public static SalesforceError NoSuchColumn(string text, int position, string field, string type) =>
        new(400, "INVALID_FIELD", Quote(text, position) + $"No such column '{field}' on entity '{type}'. {AppendC}", null);

    public static SalesforceError NoSuchRelationship(string text, int position, string relationship) =>
        new(400, "INVALID_FIELD", Quote(text, position) + $"Didn't understand relationship '{relationship}' in field path. {AppendR}", null);

    public static SalesforceError NoSuchChildren(string text, int position, string relationship) =>
        new(
            400,
            "INVALID_TYPE",
            Quote(text, position) + $"Didn't understand relationship '{relationship}' in FROM part of query call. {AppendR}",
            null
        );

    public static SalesforceError NoSuchObject(string text, int position, string type) =>
        new(400, "INVALID_TYPE", Quote(text, position) + $"sObject type '{type}' is not supported. {AppendObjectC}", null);

    public static SalesforceError WrongLiteral(string text, int position, string field, string type, bool quoted) =>
        new(
            400,
            "INVALID_FIELD",
            Quote(text, position)
                + $"value of filter criterion for field '{field}' must be of type {type} and should {(quoted ? "" : "not ")}be enclosed in quotes",
            null
        );

    public static SalesforceError Field(string text, int position, string message) =>
        new(400, "INVALID_FIELD", Quote(text, position) + message, null);

    public static SalesforceError Operator(string text, int position, string message) =>
        new(400, "INVALID_QUERY_FILTER_OPERATOR", Quote(text, position) + message, null);

    public static SalesforceError TooManySemijoins() =>
        new(400, "EXCEEDED_MAX_SEMIJOIN_SUBSELECTS", "The maximum number of semi join sub-selects allowed is 2", null);

    private static string Quote(string text, int position)
    {
        position = Math.Min(position, text.Length);
        var lineStart = text.LastIndexOf('\n', Math.Max(0, position - 1), Math.Max(0, position)) + 1;
        var lineEnd = text.IndexOf('\n', position) is >= 0 and var end ? end : text.Length;
        var (row, column) = (text.AsSpan(0, lineStart).Count('\n') + 1, position - lineStart + 1);
        var from = Math.Max(lineStart, position - 60);
        var shown = text[from..Math.Min(lineEnd, Math.Max(position + 60, from))];
        return $"\n{shown}\n{new string(' ', position - from)}^\nERROR at Row:{row}:Column:{column}\n";
    }
}
