namespace CpqBilling.Web.Access;

/// <summary>What a browser calls itself, in two words.</summary>
internal static class BrowserText
{
    /// <summary>The more particular names first: all of them also claim to be the others.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        var (browser, system) = (Found(Browsers, userAgent), Found(Systems, userAgent));
        return (browser, system) switch
        {
            (null, null) => "A program",
            (null, _) => system,
            (_, null) => browser,
            _ => $"{browser} on {system}",
        };
    }

    private static string? Found((string Mark, string Name)[] among, string? userAgent) =>
        among.FirstOrDefault(pair => userAgent?.Contains(pair.Mark, StringComparison.Ordinal) == true).Name;
}
