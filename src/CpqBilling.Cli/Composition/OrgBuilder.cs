using System.Text.Json;
using CpqBilling.Core;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Composition;

/// <summary>Composes a connected org from its two connections and its configuration.</summary>
internal static class OrgBuilder
{
    public static async Task<BillingOrg> BuildAsync(
        SalesforceConnection salesforce,
        StripeConnection stripe,
        BillingDatabase database,
        OrgConfiguration configuration,
        IClock clock,
        CancellationToken cancellation
    )
    {
        var session = new SalesforceSession(SalesforceHttp.CreateClient(), salesforce);
        var facts = await new OrgReader(session).OrganizationAsync(cancellation) switch
        {
            SalesforceAnswer<SalesforceOrg>.Found found => found.Value,
            SalesforceAnswer<SalesforceOrg>.Refused refused => throw new CommandException(
                $"{salesforce.InstanceUrl} is no org that can be used. {refused.Error.Message}."
            ),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new BillingOrg(
            new OrgFacts(facts.Id, salesforce.InstanceUrl.ToString().TrimEnd('/'), facts.IsMultiCurrency, facts.DefaultCurrency),
            session,
            new StripeGateway(stripe),
            database,
            configuration.Settings,
            configuration.Mappings,
            configuration.OrderFilter,
            clock
        );
    }
}

/// <summary>Settings, mappings and filter of an org.</summary>
internal sealed record OrgConfiguration(BillingSettings Settings, FieldMappings Mappings, string OrderFilter = LoadRequest.DefaultOrderFilter)
{
    public static OrgConfiguration Default { get; } = new(new BillingSettings(), FieldMappings.None);

    /// <summary>Reads the shape of a case file: settings, fieldDefaults, fieldMappings.</summary>
    public static OrgConfiguration Read(JsonElement json)
    {
        var errors = new ErrorList();
        var settings = SettingsReader.Read(Part(json, "settings"), errors);
        if (errors.Any)
        {
            throw new CommandException(string.Join(" ", errors.ToImmutable().Select(error => error.Message)));
        }

        var mappings = BillingOrg.ReadMappings(Part(json, "fieldDefaults"), Part(json, "fieldMappings"));
        var filter = Part(Part(json, "settings"), "orderFilter");
        return new OrgConfiguration(
            settings,
            mappings,
            filter.ValueKind == JsonValueKind.String ? filter.GetString()! : LoadRequest.DefaultOrderFilter
        );
    }

    private static JsonElement Part(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var part) ? part : default;
}
