using CpqBilling.Engine.Application.Searching;

namespace CpqBilling.Web.Api;

/// <param name="Id">Order id, run id or error code, by kind.</param>
public sealed record ApiFound(FoundKind Kind, string Id, string Title, string Detail)
{
    internal static ApiFound Of(Found found) => new(found.Kind, found.Id, found.Title, found.Detail);
}
