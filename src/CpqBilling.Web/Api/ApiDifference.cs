using CpqBilling.Engine.Configurations;

namespace CpqBilling.Web.Api;

/// <param name="Before">Null where nothing stood.</param>
/// <param name="After">Null where nothing stands any more.</param>
public sealed record ApiDifference(string Path, string? Before, string? After)
{
    public static ApiDifference Of(ConfigurationDifference difference) => new(difference.Path, difference.Before, difference.After);
}
