using System.CommandLine;
using CpqBilling.Cli.Commands;
using CpqBilling.Cli.Grammar;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Whatever is wrong with a command line is told in sentences on standard error, with exit code 2 and the way to the help, before anything is done.</summary>
public sealed class WrongUseTests : IDisposable
{
    private readonly ServiceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "Say what to do: serve, ")]
    [InlineData("sync", "Say what to do: account, product, ")]
    [InlineData("stauts", "Unrecognized command or argument 'stauts'.")]
    [InlineData("dmeo", "Did you mean demo?")]
    [InlineData("demo --prot 80", "Did you mean --port?")]
    [InlineData("demo --port 80999", "--port takes 0 to 65535, not 80999.")]
    [InlineData("demo --port 99999 --once", "--port takes 0 to 65535, not 99999.")]
    [InlineData("demo --port web", "--port takes a whole number, not web.")]
    [InlineData("sandbox stripe --port -1", "--port takes 0 to 65535, not -1.")]
    [InlineData("sandbox stripe --data /nowhere/at/all.db", "There is no folder /nowhere/at for /nowhere/at/all.db.")]
    [InlineData("sandbox salesforce --data /tmp", "/tmp is a folder; --data names a file.")]
    [InlineData("demo --data /etc/hostname/x", "The folder /etc/hostname/x cannot be used: /etc/hostname is a file.")]
    [InlineData("demo --data /etc/hostname", "The folder /etc/hostname cannot be used: /etc/hostname is a file.")]
    [InlineData("serve --data Host=db;Database=x", "Host=db;Database=x is no folder: ")]
    [InlineData("replay", "Required argument 'FILE' missing for command: 'replay'.")]
    [InlineData("connect certificate --no-such-option", "There is no option --no-such-option.")]
    [InlineData("replay /nowhere.json", "There is no file /nowhere.json.")]
    [InlineData("replay /tmp", "/tmp is a folder, not a file.")]
    [InlineData("replay /etc/hostname --json --explain", "--explain and --json contradict each other")]
    [InlineData("plan --run 2 --order 801", "--run means nothing without --file.")]
    [InlineData("plan --file /etc/hostname --order 801", "--file and --order contradict each other")]
    [InlineData("plan --file /etc/hostname --run 0", "--run takes 1 or more, not 0.")]
    [InlineData("sync products --stripe-url http://localhost:1", "--stripe-url means nothing without --salesforce.")]
    [InlineData("config check /etc/hostname --client-id x", "--client-id means nothing without --salesforce.")]
    [InlineData("connect salesforce my-org", "my-org is no address for URL: ")]
    [InlineData("connect salesforce https://x.example --flow jwt --port 1717", "--port means nothing with --flow jwt.")]
    [InlineData("connect salesforce https://x.example --flow password", "'password'")]
    [InlineData("connect certificate app --days 0", "--days takes 1 to 3650, not 0.")]
    [InlineData("sell product P 1,5x --org http://localhost:1", "takes a number such as 12.50, not 1,5x.")]
    [InlineData("sell product P -1 --org http://localhost:1", "PRICE is not below zero, unlike -1.")]
    [InlineData("sell quote A P=1 --start soon --org http://localhost:1", "--start takes a date such as 2026-01-31, not soon.")]
    [InlineData("completion tcsh", "'tcsh'")]
    public async Task IsTold(string arguments, string sentence)
    {
        var (code, output, error) = await CommandLine.SaidAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCodes.WrongUse, ""), (code, output));
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.Matches("Help: cpqbilling .*--help$", error);
    }

    [Fact]
    public async Task EmptyText_IsNeverTaken()
    {
        var (code, _, error) = await CommandLine.SaidAsync("demo", "--once", "--data", "");

        Assert.Equal(ExitCodes.WrongUse, code);
        Assert.StartsWith("--data is empty.", error, StringComparison.Ordinal);
    }

    /// <summary>Every option of every command with every wrong text, and every command with words too many: hundreds of command lines.</summary>
    [Fact]
    public async Task EveryOptionOfEveryCommand_IsRefusedInSentences()
    {
        string[] wrong = ["", " ", "-1", "999999999999999999999", "\0", "x y", "Ω", "/etc/hostname/x", "https://", "[]", "@/etc/hostname"];
        var tried = 0;
        foreach (var command in Commands(CommandRoot.Create()))
        {
            foreach (var option in command.Command.Options.Where(option => option is not (Option<bool> or Option<string?>) && !option.Recursive))
            {
                foreach (var text in wrong)
                {
                    await IsRefusedAsync([.. command.Path, option.Name, text]);
                    tried++;
                }
            }

            foreach (var option in command.Command.Options.Where(option => !option.Recursive))
            {
                await IsRefusedAsync([.. command.Path, option.Name, ""]);
                await IsRefusedAsync([.. command.Path, $"{option.Name}x", "1"]);
                tried += 2;
            }

            await IsRefusedAsync([.. command.Path, "--no-such-option"]);
            await IsRefusedAsync([.. command.Path, "--data", ""]);
            tried += 2;
        }

        Assert.True(tried > 300, $"{tried} command lines were tried");
    }

    [Theory]
    [InlineData("keys revoke none")]
    [InlineData("config show")]
    [InlineData("config export --org 00D000000000001")]
    [InlineData("sync order nothing")]
    [InlineData("plan --order nothing")]
    [InlineData("connect stripe --stripe-url http://127.0.0.1:9")]
    [InlineData("keys add name --org 1")]
    public async Task RightLineAboutNothing_IsRefusedInOneSentence(string arguments)
    {
        var (code, output, error) = await CommandLine.SaidAsync([.. arguments.Split(' '), "--data", _folder.FullPath]);

        Assert.Equal((ExitCodes.Refused, ""), (code, output));
        Assert.DoesNotContain('\n', error);
        Assert.DoesNotContain("defect", error, StringComparison.Ordinal);
    }

    private static async Task IsRefusedAsync(string[] arguments)
    {
        var (code, output, error) = await CommandLine.SaidAsync(arguments);
        var line = string.Join(' ', arguments.Select(text => $"[{text}]"));
        Assert.True(code == ExitCodes.WrongUse, $"{line} ended with {code}: {error}");
        Assert.True(output.Length == 0, $"{line} printed {output}");
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static IEnumerable<(Command Command, string[] Path)> Commands(Command root) =>
        root.Subcommands.SelectMany(part => Commands(part, [part.Name]));

    private static IEnumerable<(Command Command, string[] Path)> Commands(Command command, string[] path) =>
        command.Subcommands.Count == 0 ? [(command, path)] : command.Subcommands.SelectMany(part => Commands(part, [.. path, part.Name]));
}
