using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>The command line tool of Salesforce with a home of its own and nothing that looks outside.</summary>
internal sealed class SalesforceCli(string home, string? folder = null)
{
    private readonly string _run = NodeClient.Package("@salesforce/cli/bin/run.js");
    private readonly Dictionary<string, string> _environment = new(Surroundings(home));

    /// <summary>Settings that keep the tool to itself.</summary>
    public static IReadOnlyDictionary<string, string> Surroundings(string home) =>
        new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["SF_USE_GENERIC_UNIX_KEYCHAIN"] = "true",
            ["SF_DISABLE_TELEMETRY"] = "true",
            ["SF_AUTOUPDATE_DISABLE"] = "true",
            ["SF_SKIP_NEW_VERSION_CHECK"] = "true",
            ["SF_DISABLE_LOG_FILE"] = "true",
            ["NO_COLOR"] = "1",
        };

    /// <summary>The <c>result</c> of a command that must end well.</summary>
    public async Task<JsonNode> ResultAsync(params string[] arguments)
    {
        var (exit, output, errors) = await NodeClient.RunAsync([_run, .. arguments, "--json"], _environment, folder);
        Assert.True(exit == 0, output + errors);
        return JsonNode.Parse(output)!["result"]!;
    }

    public Task<JsonNode> LoginAsync(Uri address, string token)
    {
        _environment["SF_ACCESS_TOKEN"] = token;
        return ResultAsync("org", "login", "access-token", "--instance-url", address.ToString(), "--no-prompt", "--alias", "box");
    }
}
