using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Configurations;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>config …</c>: settings and mappings as a file: checked, kept in versions, given out again.</summary>
internal static class ConfigCommand
{
    private const string Version = "version";

    private static readonly Argument<string> File = new Argument<string>("FILE")
    {
        Description = "JSON with settings, fieldDefaults and fieldMappings.",
    }.AsExistingFile();

    private static readonly Option<int?> BasedOn = new Option<int?>("--based-on")
    {
        Description = "The version the file was made from, 0 for the first; without it the file's own.",
    }.Between(0, int.MaxValue);

    private static readonly Option<string> By = new("--by") { Description = "Who changes it.", DefaultValueFactory = _ => Environment.UserName };

    private static readonly Option<string?> Org = new("--org") { Description = "Id of the org, where the folder keeps several." };

    public static Command Create()
    {
        var check = new Command("check", "Check a file: settings, Stripe paths and, with --salesforce, fields and filters of the org.")
        {
            File,
            OrgOptions.Salesforce,
            OrgOptions.ClientId,
            OrgOptions.ClientSecret,
        };
        var import = new Command("import", "Check a file and keep it as the next version.")
        {
            File,
            OrgOptions.Data,
            OrgOptions.Salesforce,
            OrgOptions.ClientId,
            OrgOptions.ClientSecret,
            BasedOn,
            By,
        };
        foreach (var command in new[] { check, import })
        {
            command.Needs(OrgOptions.ClientId, OrgOptions.Salesforce).Needs(OrgOptions.ClientSecret, OrgOptions.Salesforce);
        }

        var export = new Command("export", "Print the version in force as a file that can be imported.") { OrgOptions.Data, Org };
        var show = new Command("show", "Print the version in force: who changed what, and when.") { OrgOptions.Data, Org, CommandOptions.Json };
        var settings = new Command("settings", "Print every setting with its values, default and meaning (docs/settings.md).");
        settings.SetAction(result => result.InvocationConfiguration.Output.Write(SettingsPage.Markdown()));
        check.SetAction((result, cancellation) => CheckAsync(result, cancellation));
        import.SetAction((result, cancellation) => ImportAsync(result, cancellation));
        export.SetAction((result, cancellation) => ExportAsync(result, cancellation));
        show.SetAction((result, cancellation) => ShowAsync(result, cancellation));
        return new Command("config", "Check, keep and give out settings and mappings.") { check, import, export, show, settings };
    }

    private static async Task<int> CheckAsync(ParseResult result, CancellationToken cancellation)
    {
        var configuration = OrgConfiguration.Read(ConfigurationFile.ReadJson(result.GetValue(File)!));
        using var session = OrgOptions.OrgOrNull(result) is { } connection ? Session(connection) : null;
        List<SyncError> errors =
        [
            .. configuration.Errors,
            .. session is null ? [] : await new OrgCheck(session).CheckAsync(configuration, cancellation),
        ];
        await WriteAsync(result, errors.Count == 0 ? "The configuration can be used." : Text(errors));
        return errors.Count == 0 ? 0 : 1;
    }

    private static async Task<int> ImportAsync(ParseResult result, CancellationToken cancellation)
    {
        var path = result.GetValue(File)!;
        var json = ConfigurationFile.ReadJson(path);
        var (database, session) = await TargetAsync(result, cancellation);
        var orgId = await OrgIdAsync(session, cancellation);
        var keeper = new ConfigurationKeeper(database);
        var basedOn =
            result.GetValue(BasedOn)
            ?? (
                json.TryGetProperty(Version, out var own) && own.ValueKind == JsonValueKind.Number && own.TryGetInt32(out var number)
                    ? number
                    : (int?)null
            )
            ?? (await keeper.CurrentAsync(orgId, cancellation) is null ? 0 : null as int?)
            ?? throw new UsageException($"Say which version {path} was made from: --based-on N. An exported file says it by itself.");
        var draft = new ConfigurationDraft(orgId, json, basedOn, result.GetValue(By)!, SystemClock.Instance.GetCurrentInstant());
        switch (await keeper.SaveAsync(draft, session, cancellation))
        {
            case ConfigurationSaved { Difference.Count: 0 } same:
                await WriteAsync(result, $"Nothing differs from version {same.Version}.");
                return 0;
            case ConfigurationSaved saved:
                await WriteAsync(
                    result,
                    string.Join(Environment.NewLine, saved.Difference.Select(Text).Prepend($"Version {saved.Version} is in force."))
                );
                return 0;
            case ConfigurationStale stale:
                throw new CommandException(
                    $"Version {stale.Current} is in force, the file was made from version {basedOn}: export it again and repeat the change."
                );
            case ConfigurationRefused refused:
                throw new CommandException(Text(refused.Errors));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Where versions are kept and the org they are for: named by its address, else the connected one.</summary>
    private static async Task<(BillingDatabase Database, SalesforceSession Session)> TargetAsync(ParseResult result, CancellationToken cancellation)
    {
        if (OrgOptions.OrgOrNull(result) is { } connection)
        {
            using var folder = Folder(result);
            return (await BillingDatabase.OpenAsync(folder.DatabaseFile, cancellation), Session(connection));
        }

        var installation = await InstalledOrg.OpenAsync(result.GetValue(OrgOptions.Data), cancellation);
        return (installation.Database, (await InstalledOrg.FindAsync(installation, null, cancellation)).Salesforce);
    }

    private static async Task<int> ExportAsync(ParseResult result, CancellationToken cancellation)
    {
        var (_, kept) = await KeptAsync(result, cancellation);
        var document = new JsonObject { [Version] = kept.Version };
        foreach (var part in kept.Json.EnumerateObject())
        {
            document[part.Name] = JsonNode.Parse(part.Value.GetRawText());
        }

        await WriteAsync(result, document.ToJsonString(JsonText.Indented));
        return 0;
    }

    private static async Task<int> ShowAsync(ParseResult result, CancellationToken cancellation)
    {
        var (orgId, kept) = await KeptAsync(result, cancellation);
        var errors = OrgConfiguration.Read(kept.Json).Errors;
        var changes = kept.DifferenceJson is { } json ? JsonSerializer.Deserialize<ConfigurationDifference[]>(json, JsonSerializerOptions.Web) : null;
        if (result.GetValue(CommandOptions.Json))
        {
            await JsonText.WriteAsync(result, Shown(orgId, kept, changes, errors));
            return errors.IsEmpty ? ExitCodes.Done : ExitCodes.Refused;
        }

        var lines = new List<string> { $"Org {orgId}, version {kept.Version}, changed by {kept.ChangedBy} on {kept.ChangedAt}" };
        lines.AddRange(ConfigurationKeeper.Difference(default, kept.Json).Select(row => $"  {row.Path} = {Shown(row.After)}"));
        if (changes is not null)
        {
            lines.Add("Changed with this version:");
            lines.AddRange(changes.Select(Text));
        }

        if (!errors.IsEmpty)
        {
            lines.Add(Text(errors));
        }

        await WriteAsync(result, string.Join(Environment.NewLine, lines));
        return errors.IsEmpty ? 0 : 1;
    }

    private static object Shown(string orgId, KeptConfiguration kept, ConfigurationDifference[]? changes, IEnumerable<SyncError> errors) =>
        new
        {
            OrgId = orgId,
            kept.Version,
            kept.ChangedBy,
            ChangedAt = $"{kept.ChangedAt}",
            Configuration = kept.Json,
            Changes = (changes ?? []).Select(row => new
            {
                row.Path,
                Before = Parsed(row.Before),
                After = Parsed(row.After),
            }),
            Errors = errors.Select(error => new
            {
                error.Code,
                error.Field,
                error.Message,
                Remedy = error.Fix,
            }),
        };

    private static JsonNode? Parsed(string? json) => json is null ? null : JsonNode.Parse(json);

    private static async Task<(string OrgId, KeptConfiguration Kept)> KeptAsync(ParseResult result, CancellationToken cancellation)
    {
        using var folder = Folder(result);
        var database = await BillingDatabase.OpenAsync(folder.DatabaseFile, cancellation);
        var orgs = await new ConfigurationStore(database).OrgsAsync(cancellation);
        var orgId = (result.GetValue(Org), orgs) switch
        {
            ({ } named, _) => SalesforceId.Full(named),
            (null, [var only]) => only,
            (null, []) => throw new CommandException($"The folder {folder.Path} keeps no configuration."),
            _ => throw new CommandException($"Say which org: --org ID, one of {string.Join(", ", orgs)}."),
        };
        return await new ConfigurationKeeper(database).CurrentAsync(orgId, cancellation) is { } kept
            ? (orgId, kept)
            : throw new CommandException($"The folder {folder.Path} keeps no configuration of {orgId}.");
    }

    private static WorkFolder Folder(ParseResult result) =>
        WorkFolder.Open(
            result.GetValue(OrgOptions.Data)
                ?? throw new UsageException("Say where versions are kept: --data FOLDER, for example the folder of the demo.")
        );

    private static SalesforceSession Session(SalesforceConnection connection) => new(SalesforceHttp.CreateClient(), connection);

    private static async Task<string> OrgIdAsync(SalesforceSession session, CancellationToken cancellation) =>
        await new OrgReader(session).OrganizationAsync(cancellation) switch
        {
            SalesforceAnswer<SalesforceOrg>.Found found => found.Value.Id,
            SalesforceAnswer<SalesforceOrg>.Refused refused => throw new CommandException(refused.Error.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Text(IEnumerable<SyncError> errors) =>
        string.Join(Environment.NewLine, errors.Select(error => $"{error.Code} {error.Field}: {error.Message} {error.Fix}"));

    private static string Text(ConfigurationDifference row) => $"  {row.Path}: {Shown(row.Before)} -> {Shown(row.After)}";

    private static string Shown(string? json) => json is null ? "not set" : JsonText.Readable(json);

    private static Task WriteAsync(ParseResult result, string text) => result.InvocationConfiguration.Output.WriteLineAsync(text);
}
