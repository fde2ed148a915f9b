using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Web.Api;

/// <summary>Why something cannot be billed.</summary>
/// <param name="Code">SYNC-…</param>
/// <param name="RecordId">The Salesforce record to change.</param>
/// <param name="Fix">What to change.</param>
public sealed record ApiError(string Code, string Message, string RecordId, string? Field, string Fix)
{
    internal static ImmutableArray<ApiError> Of(ImmutableArray<SyncError> errors) =>
        [.. errors.Select(error => new ApiError(error.Code, error.Message, error.Record.Id, error.Field, error.Fix))];

    internal static ImmutableArray<ApiError> Of(string? json) => Of(ErrorJson.Read(json));

    internal static ImmutableArray<ApiError> Of(ImmutableArray<StoredError> errors) =>
        [.. errors.Select(error => new ApiError(error.Code, error.Message, error.RecordId, error.Field, error.Fix))];
}
