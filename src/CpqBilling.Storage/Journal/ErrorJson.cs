using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Storage.Journal;

/// <summary>Errors as the journal keeps them; a code that is no longer listed still reads, without its remedy.</summary>
public static class ErrorJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(IEnumerable<SyncError> errors) => JsonSerializer.Serialize(errors.Select(StoredError.Of).ToArray(), Options);

    public static ImmutableArray<StoredError> Read(string? json) =>
        json is null ? [] : [.. JsonSerializer.Deserialize<StoredError[]>(json, Options) ?? []];
}

/// <summary>An error as it was when it happened.</summary>
public sealed record StoredError(
    string Code,
    string Name,
    string RecordType,
    string RecordId,
    string? Field,
    string Message,
    string Fix,
    string? UpstreamCode,
    string? RequestId,
    string? Detail = null
)
{
    public static StoredError Of(SyncError error) =>
        new(
            error.Code,
            error.Name,
            error.Record.Type,
            error.Record.Id,
            error.Field,
            error.Message,
            error.Fix,
            error.UpstreamCode,
            error.RequestId,
            error.Detail
        );
}
