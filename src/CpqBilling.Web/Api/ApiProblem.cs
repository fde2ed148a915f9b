using CpqBilling.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Api;

/// <summary>Refusals as problem details (RFC 9457); those of a sync carry its code.</summary>
internal static class ApiProblem
{
    public static IResult Of(int status, string title, string detail, string? code = null) =>
        Results.Problem(
            title: title,
            detail: detail,
            statusCode: status,
            extensions: code is null ? null : new Dictionary<string, object?> { ["code"] = code }
        );

    public static IResult NotFound(string title, string detail) => Of(StatusCodes.Status404NotFound, title, detail);

    /// <summary>Something of the other side that could not be read, or a change that is refused.</summary>
    public static IResult Of(SyncError error, int status) =>
        Of(status, error.Definition.Name, $"{error.Message.TrimEnd('.')}. {error.Fix}", error.Code);
}
