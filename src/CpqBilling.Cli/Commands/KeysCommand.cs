using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Installations;
using NodaTime;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary><c>keys …</c>: keys by which programs call the service, such as the Salesforce package of an org.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "What the key is for." };
    private static readonly Argument<string> Id = new("ID") { Description = "As `keys list` shows it." };
    private static readonly Option<string?> Org = new("--org") { Description = "The org it opens, where several are connected." };

    public static Command Create()
    {
        var add = new Command("add", "Make a key for the Salesforce package of an org; it is shown once.") { Name, Org };
        var list = new Command("list", "List the keys, without their text.") { CommandOptions.Json };
        var revoke = new Command("revoke", "End a key at once.") { Id };
        add.SetAction((result, cancellation) => AddAsync(result, cancellation));
        list.SetAction((result, cancellation) => ListAsync(result, cancellation));
        revoke.SetAction((result, cancellation) => RevokeAsync(result, cancellation));
        var command = new Command("keys", "Make, list and end keys for programs.") { add, list, revoke };
        foreach (var part in command.Subcommands)
        {
            part.Add(InstallationCommandOptions.Data);
            part.Add(InstallationCommandOptions.Database);
        }

        return command;
    }

    private static async Task<int> AddAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await OpenAsync(result, cancellation);
        var org = await InstalledOrg.FindAsync(installation, result.GetValue(Org), cancellation);
        var wanted = new NewApiKey(org.Id, result.GetValue(Name)!, [KeyScopes.Package]);
        switch (await Keys(installation).MakeAsync(CommandActor.Here, wanted, SystemClock.Instance.GetCurrentInstant(), cancellation))
        {
            case AccessOutcome<string>.Done done:
                await result.InvocationConfiguration.Output.WriteLineAsync(done.Value);
                return 0;
            case AccessOutcome<string>.Refused refused:
                throw new CommandException(string.Join(' ', refused.Reasons));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static async Task<int> ListAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await OpenAsync(result, cancellation);
        var keys = await Keys(installation).ListAsync(cancellation);
        if (result.GetValue(CommandOptions.Json))
        {
            await JsonText.WriteAsync(result, keys.Select(Shown));
            return ExitCodes.Done;
        }

        var table = Screen.Table("id", "name", "begins with", "org", "may", "made", "ended");
        foreach (var key in keys)
        {
            table.AddRow(
                key.Id,
                Markup.Escape(key.Name),
                key.Prefix,
                key.OrgId ?? "all",
                key.Scopes,
                $"{key.CreatedAt:uuuu-MM-dd HH:mm}",
                key.RevokedAt is { } ended ? $"{ended:uuuu-MM-dd HH:mm}" : ""
            );
        }

        Screen.Of(result).Write(table);
        return 0;
    }

    /// <summary>Without the hash of its text.</summary>
    private static object Shown(Storage.Rows.ApiKey key) =>
        new
        {
            key.Id,
            key.Name,
            key.Prefix,
            key.OrgId,
            Scopes = key.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            CreatedAt = $"{key.CreatedAt:uuuu-MM-ddTHH:mm:ss'Z'}",
            RevokedAt = key.RevokedAt is { } ended ? $"{ended:uuuu-MM-ddTHH:mm:ss'Z'}" : null,
        };

    private static async Task<int> RevokeAsync(ParseResult result, CancellationToken cancellation)
    {
        var installation = await OpenAsync(result, cancellation);
        return await Keys(installation).RevokeAsync(CommandActor.Here, result.GetValue(Id)!, SystemClock.Instance.GetCurrentInstant(), cancellation)
            ? 0
            : throw new CommandException($"There is no key {result.GetValue(Id)} in force.");
    }

    private static ApiKeys Keys(Installation installation) => new InstallationAccess(installation).Keys;

    private static Task<Installation> OpenAsync(ParseResult result, CancellationToken cancellation) =>
        Installation.OpenAsync(InstallationCommandOptions.Configuration(result).Installation, cancellation);
}
