namespace CpqBilling.Web.Access;

/// <summary>Where somebody goes after signing in: a page of ours, whatever the address asks for.</summary>
internal static class LocalAddress
{
    public static string Of(string? wanted) =>
        wanted is ['/', ..]
        && !wanted.StartsWith("//", StringComparison.Ordinal)
        && !wanted.Contains('\\', StringComparison.Ordinal)
        && !wanted.Any(char.IsControl)
            ? wanted
            : "/";
}
