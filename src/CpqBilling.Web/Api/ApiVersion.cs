using CpqBilling.Engine.Application.Drafts;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>A version of the configuration, and what it changed.</summary>
public sealed record ApiVersion(int Number, string By, Instant At, ApiDifference[] Changes)
{
    public static ApiVersion Of(ConfigurationVersion version) =>
        new(version.Number, version.By, version.At, [.. version.Changes.Select(ApiDifference.Of)]);
}
