namespace CpqBilling.Cli.Composition;

/// <summary>Finds out whether an address is one of the embedded sandboxes, which tell their time.</summary>
internal static class SandboxClock
{
    /// <summary>Where the sandbox tells its time; null for every other server, which is not asked beyond loopback.</summary>
    public static async Task<Uri?> FindAsync(HttpClient http, Uri address, CancellationToken cancellation)
    {
        if (!address.IsLoopback)
        {
            return null;
        }

        var clock = new Uri(address, "/_sandbox/clock");
        try
        {
            using var response = await http.GetAsync(clock, cancellation);
            return response.IsSuccessStatusCode ? clock : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
