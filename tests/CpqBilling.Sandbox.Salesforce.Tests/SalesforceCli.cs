using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>The command line tool of Salesforce with a home of its own and nothing that looks outside.</summary>
internal sealed class SalesforceCli(string home, string? folder = null)
{
    private readonly string _run = NodeClient.Package("@salesforce/cli/bin/run.js");
    private readonly Dictionary<string, string> _environment = new()
    {
        ["HOME"] = home,
        ["SF_USE_GENERIC_UNIX_KEYCHAIN"] = "true",
        ["SF_DISABLE_TELEMETRY"] = "true",
        ["SF_AUTOUPDATE_DISABLE"] = "true",
        ["SF_SKIP_NEW_VERSION_CHECK"] = "true",
        ["SF_DISABLE_LOG_FILE"] = "true",
        ["NO_COLOR"] = "1",
    };

    /// <summary>Commands that were tried and those that ended well.</summary>
    public List<(string Command, bool IsRight)> Tried { get; } = [];

    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exit, output, errors) = await NodeClient.RunAsync([_run, .. arguments], _environment, folder);
        Tried.Add((string.Join(' ', arguments.TakeWhile(word => !word.StartsWith('-'))), exit == 0));
        Assert.True(exit == 0, output + errors);
        return output;
    }

    /// <summary>The <c>result</c> of a command that must end well.</summary>
    public async Task<JsonNode> ResultAsync(params string[] arguments) => JsonNode.Parse(await RunAsync([.. arguments, "--json"]))!["result"]!;

    /// <summary>What a command that must fail says.</summary>
    public async Task<JsonNode> RefusalAsync(params string[] arguments)
    {
        var (exit, output, errors) = await NodeClient.RunAsync([_run, .. arguments, "--json"], _environment, folder);
        Assert.True(exit != 0, output + errors);
        Tried.Add((string.Join(' ', arguments.TakeWhile(word => !word.StartsWith('-'))), true));
        return JsonNode.Parse(output)!;
    }

    public Task<JsonNode> LoginAsync(Uri address, string token)
    {
        _environment["SF_ACCESS_TOKEN"] = token;
        return ResultAsync("org", "login", "access-token", "--instance-url", address.ToString(), "--no-prompt", "--alias", "box");
    }
}
