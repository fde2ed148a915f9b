using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Salesforce;
using CpqBilling.Stripe;

namespace CpqBilling.Cli.Commands;

/// <summary>Options by which a command finds an org and its Stripe account.</summary>
internal static class OrgOptions
{
    public static Option<string?> Salesforce { get; } =
        new Option<string?>("--salesforce") { Description = "Address of an org; the connected one of the installation without it." }.AsAddress();

    public static Option<string> ClientId { get; } =
        new("--client-id") { Description = "Client of the org's login.", DefaultValueFactory = _ => Sandboxes.ClientId };

    public static Option<string> ClientSecret { get; } =
        new("--client-secret") { Description = "Secret of the client.", DefaultValueFactory = _ => Sandboxes.ClientSecret };

    public static Option<string> StripeKey { get; } =
        new("--stripe-key") { Description = "Key of the Stripe account.", DefaultValueFactory = _ => Sandboxes.StripeKey };

    public static Option<string?> StripeUrl { get; } =
        new Option<string?>("--stripe-url") { Description = "Address of a Stripe sandbox; Stripe itself for other keys." }.AsAddress();

    public static Option<string?> Config { get; } =
        new Option<string?>("--config")
        {
            Description = "JSON file with settings, fieldDefaults and fieldMappings; without it the version kept in --data.",
        }.AsExistingFile();

    public static Option<string?> Data { get; } =
        new Option<string?>("--data")
        {
            Description = "Folder of the installation or demo, or of an earlier command, whose memory is used.",
        }.AsFolder();

    public static IReadOnlyList<Option> All { get; } = [Salesforce, ClientId, ClientSecret, StripeKey, StripeUrl, Config, Data];

    /// <summary>Gives a command all of them; an org of the installation brings its own connections.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        command.Needs(ClientId, Salesforce).Needs(ClientSecret, Salesforce).Needs(StripeKey, Salesforce).Needs(StripeUrl, Salesforce);
    }

    public static SalesforceConnection Org(ParseResult result) =>
        OrgOrNull(result)
        ?? throw new UsageException("Say where the org is: --salesforce URL. The demo and the sandboxes print their addresses when they start.");

    public static SalesforceConnection? OrgOrNull(ParseResult result) =>
        result.GetValue(Salesforce) is { } salesforce
            ? new SalesforceConnection
            {
                InstanceUrl = Address(salesforce, Salesforce.Name),
                Auth = new SalesforceAuth.ClientCredentials(result.GetValue(ClientId)!, result.GetValue(ClientSecret)!),
            }
            : null;

    public static StripeConnection Stripe(ParseResult result)
    {
        var key = result.GetValue(StripeKey)!;
        if (key == Sandboxes.StripeKey && result.GetValue(StripeUrl) is null)
        {
            throw new UsageException("Say where the Stripe sandbox is: --stripe-url URL; or use a key of your own with --stripe-key.");
        }

        return new StripeConnection(key, result.GetValue(StripeUrl) is { } url ? Address(url, StripeUrl.Name).ToString() : null);
    }

    public static Uri Address(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandException($"{text} is no address for {option}: it begins with http:// or https://.");
}
