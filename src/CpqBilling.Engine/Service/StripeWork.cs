using CpqBilling.Engine.Installations;
using CpqBilling.Engine.StripeEvents;
using CpqBilling.Engine.Sync;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Hears what happens in the Stripe accounts of one org: by an endpoint where Stripe can reach it, else by reading.</summary>
public sealed partial class StripeWork(Installation installation, ConnectedOrg org, PublicAddress address, ILogger log)
{
    private static readonly Duration BetweenReads = Duration.FromSeconds(30);
    private static readonly Duration BetweenChecks = Duration.FromHours(1);
    private readonly ContactAlert _contact = new(installation.Database, org.Id);
    private Instant _nextAt = Instant.MinValue;

    /// <summary>Does what is due; what Stripe does not allow is said and tried again.</summary>
    public async Task RunOnceAsync(BillingOrg billing, CancellationToken cancellation)
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        if (now < _nextAt)
        {
            return;
        }

        _nextAt = now + (address.Url is null ? BetweenReads : BetweenChecks);
        foreach (var account in org.Accounts)
        {
            var refusal = address.Url is { } url
                ? await EnsureEndpointAsync(url, billing, account, cancellation)
                : await new StripeEventReader(billing, account).ReadAsync(cancellation);
            await _contact.NoteAsync(account.Connection.Account.Id, refusal, cancellation);
            if (refusal is not null)
            {
                _nextAt = now + BetweenReads;
                LogRefused(account.Connection.Account.Id, refusal);
            }
        }
    }

    /// <summary>What was not posted while one endpoint followed another is read.</summary>
    private async Task<string?> EnsureEndpointAsync(Uri url, BillingOrg billing, ConnectedAccount account, CancellationToken cancellation)
    {
        var registration = new WebhookRegistration(installation, url);
        var refusal = await registration.EnsureAsync(org, account, cancellation);
        return registration.HasMade ? await new StripeEventReader(billing, account).ReadAsync(cancellation) : refusal;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of Stripe account {Account} do not arrive: {Text}")]
    private partial void LogRefused(string account, string text);
}
