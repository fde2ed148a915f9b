using System.CommandLine;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Planning;
using CpqBilling.Cli.Replay;
using CpqBilling.Core;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;

namespace CpqBilling.Cli.Commands;

/// <summary><c>plan</c>: what a sync would do, without doing it.</summary>
internal static class PlanCommand
{
    private static readonly Option<string?> Order = new("--order") { Description = "Id of an order in a running org." };
    private static readonly Option<string?> File = new("--file") { Description = "A case file; its records are loaded into embedded sandboxes." };
    private static readonly Option<int> Run = new("--run")
    {
        Description = "Which run of the file, from 1; earlier ones are played first.",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document." };
    private static readonly Option<string?> Salesforce = new("--salesforce") { Description = "Address of the org." };
    private static readonly Option<string> ClientId = new("--client-id")
    {
        Description = "Client of the org's login.",
        DefaultValueFactory = _ => Sandboxes.ClientId,
    };
    private static readonly Option<string> ClientSecret = new("--client-secret")
    {
        Description = "Secret of the client.",
        DefaultValueFactory = _ => Sandboxes.ClientSecret,
    };
    private static readonly Option<string> StripeKey = new("--stripe-key")
    {
        Description = "Key of the Stripe account.",
        DefaultValueFactory = _ => Sandboxes.StripeKey,
    };
    private static readonly Option<string?> StripeUrl = new("--stripe-url")
    {
        Description = "Address of a Stripe sandbox; Stripe itself for other keys.",
    };
    private static readonly Option<string?> Config = new("--config") { Description = "JSON file with settings, fieldDefaults and fieldMappings." };
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of a demo whose memory is used." };

    public static Command Create()
    {
        var command = new Command("plan", "Show what a sync would do, without doing it: the timeline, the invoices to expect, and every request.")
        {
            Order,
            File,
            Run,
            Json,
            Salesforce,
            ClientId,
            ClientSecret,
            StripeKey,
            StripeUrl,
            Config,
            Data,
        };
        command.SetAction((result, cancellation) => CommandShell.RunAsync(() => RunAsync(result, Console.Out, cancellation)));
        return command;
    }

    /// <returns>0 when the order would sync or has nothing to do, 1 when it would be refused.</returns>
    internal static async Task<int> RunAsync(ParseResult result, TextWriter output, CancellationToken cancellation)
    {
        var plan = (result.GetValue(Order), result.GetValue(File)) switch
        {
            ({ } order, null) => await OrgAsync(Target(result), order, cancellation),
            (null, { } file) => await FileAsync(CaseFile.Read(file), result.GetValue(Run), cancellation),
            _ => throw new CommandException("Say which plan to show: --order ID of a running org, or --file FILE."),
        };
        if (result.GetValue(Json))
        {
            await output.WriteLineAsync(PlanDocument.Write(plan));
        }
        else
        {
            var title = plan.IsPreview ? $"{plan.Order}, once it is activated:" : plan.Order;
            new Explanation(title, PlanText.Outcome(plan.Result), PlanText.Errors(plan.Result), plan.Result, plan.Readable).Print();
        }

        return plan.Result is Rejected ? 1 : 0;
    }

    private static async Task<ShownPlan> OrgAsync(PlanTarget target, string order, CancellationToken cancellation)
    {
        var (result, isPreview) = await OrgPlan.ReadAsync(target, order, cancellation);
        return new ShownPlan(order, result, isPreview, text => text);
    }

    private static async Task<ShownPlan> FileAsync(CaseFile file, int run, CancellationToken cancellation)
    {
        var runner = new ReplayRunner(file);
        var result = await runner.PlanAsync(run, cancellation);
        return new ShownPlan(file.Runs.ElementAtOrDefault(run - 1)?.Sync ?? "", result, IsPreview: false, runner.Readable);
    }

    private static PlanTarget Target(ParseResult result)
    {
        if (result.GetValue(Salesforce) is not { } salesforce)
        {
            throw new CommandException("Say where the org is: --salesforce URL. The demo and the sandboxes print their addresses when they start.");
        }

        var key = result.GetValue(StripeKey)!;
        if (key == Sandboxes.StripeKey && result.GetValue(StripeUrl) is null)
        {
            throw new CommandException("Say where the Stripe sandbox is: --stripe-url URL; or use a key of your own with --stripe-key.");
        }

        return new PlanTarget(
            new SalesforceConnection
            {
                InstanceUrl = Address(salesforce, "--salesforce"),
                Auth = new SalesforceAuth.ClientCredentials(result.GetValue(ClientId)!, result.GetValue(ClientSecret)!),
            },
            new StripeConnection(key, result.GetValue(StripeUrl) is { } url ? Address(url, "--stripe-url").ToString() : null),
            result.GetValue(Config) is { } config ? OrgConfiguration.Read(ReadJson(config)) : OrgConfiguration.Default,
            result.GetValue(Data)
        );
    }

    private static Uri Address(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandException($"{text} is no address for {option}: it begins with http:// or https://.");

    private static JsonElement ReadJson(string path)
    {
        try
        {
            return JsonDocument.Parse(System.IO.File.ReadAllBytes(path)).RootElement;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandException($"{path} cannot be read as JSON: {error.Message}");
        }
    }
}
