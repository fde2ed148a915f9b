using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Composition;

/// <summary>Composes a connected org from its two connections and its configuration.</summary>
internal static class OrgBuilder
{
    /// <param name="configuration">Null takes the version in force in the database, or the defaults.</param>
    public static async Task<BillingOrg> BuildAsync(
        SalesforceConnection salesforce,
        StripeConnection stripe,
        BillingDatabase database,
        OrgConfiguration? configuration,
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
        var used = configuration ?? await KeptAsync(database, facts.Id, cancellation);
        return new BillingOrg(
            new OrgFacts(facts.Id, salesforce.InstanceUrl.ToString().TrimEnd('/'), facts.IsMultiCurrency, facts.DefaultCurrency),
            session,
            new StripeGateway(stripe),
            database,
            used.Settings,
            used.Mappings,
            used.OrderFilter,
            clock
        )
        {
            ConfigurationErrors = used.Errors,
            Filters = used.Filters,
        };
    }

    private static async Task<OrgConfiguration> KeptAsync(BillingDatabase database, string orgId, CancellationToken cancellation)
    {
        var kept = await new ConfigurationKeeper(database).CurrentAsync(orgId, cancellation);
        return kept is null ? OrgConfiguration.Default : ConfigurationFile.Usable(OrgConfiguration.Read(kept.Json));
    }
}
