using CpqBilling.Engine.Installations;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Application.Health;

/// <summary>Tries whether an org tells by itself what changes, and says whether a service hears it.</summary>
internal sealed class EventCheck(Installation installation, ConnectedOrg org)
{
    public async Task<HealthFinding> RunAsync(CancellationToken cancellation)
    {
        var name = $"{org.Id}: events";
        var status = await new EventReader(installation.Database).ReadAsync(org, cancellation);
        var seconds = (await installation.Orgs.BillingAsync(org, cancellation))?.Settings.PollIntervalSeconds;
        var standing = status.Sentence(seconds ?? new Core.Settings.BillingSettings().PollIntervalSeconds);
        if (!status.IsOn)
        {
            return new HealthFinding(name, true, standing);
        }

        using var line = new EventLine(org.Salesforce);
        if (await line.TryAsync(EventTopics.Requests, cancellation) is { } refused)
        {
            return new HealthFinding(name, false, $"{standing}. {refused.Message}", Remedy(refused.Why));
        }

        return status switch
        {
            { Listener: not null, IsHeard: false } => new HealthFinding(
                name,
                false,
                standing,
                "Look into the log of the service for why; nothing is lost meanwhile."
            ),
            { IsHeard: true, TellsOrders: false } => new HealthFinding(
                name,
                true,
                $"{standing}. No change of an order was told lately: to poll less, select Order, Order Product and Account under Change Data Capture"
            ),
            _ => new HealthFinding(name, true, standing),
        };
    }

    private static string Remedy(EventEnd why) =>
        why switch
        {
            EventEnd.NotOffered => "Deploy the package, and give its user the permission set of the integration user.",
            EventEnd.Unauthorized => "Authorise Salesforce again.",
            _ => "Let the service reach port 7443 of api.pubsub.salesforce.com, or connect with --events off.",
        };
}
