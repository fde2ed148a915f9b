using CpqBilling.Engine.Adopting;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.StripeEvents;
using CpqBilling.Engine.Sync;
using CpqBilling.Storage.Backups;
using CpqBilling.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace CpqBilling.Engine.Service;

/// <summary>After a restore the database is behind what was billed since: every contract is compared with Stripe before anything is billed by itself.</summary>
/// <remarks>What Stripe told meanwhile is read, and endpoints are made anew, because the copy may hold a secret that another has followed.</remarks>
internal sealed partial class RestoredContracts(Installation installation, ConnectedOrg org, ILogger log)
{
    private readonly RestoredDatabase _restored = new(installation.Database);

    /// <returns>False when it must be tried again.</returns>
    public async Task<bool> AreComparedAsync(BillingOrg billing, CancellationToken cancellation)
    {
        if (await _restored.OfAsync(org.Id, cancellation) is not { } copy)
        {
            return true;
        }

        LogBegan(org.Id);
        var outcome = await new Adoption(billing).RunAsync(keeps: true, null, cancellation);
        if (Reason(outcome) is { } reason)
        {
            LogStopped(org.Id, reason);
            return false;
        }

        if (await ReadEventsAsync(billing, copy, cancellation) is { } refusal)
        {
            LogStopped(org.Id, refusal);
            return false;
        }

        var looked = (AdoptionOutcome.Looked)outcome;
        await EnqueueDifferentAsync(billing, looked, cancellation);
        await ForgetEndpointsAsync(cancellation);
        await _restored.ClearAsync(org.Id, cancellation);
        LogCompared(org.Id, looked.Contracts.Length, looked.Contracts.Length - looked.Count(AdoptionStanding.Adopted));
        return true;
    }

    /// <summary>Why it must be tried again; null when every contract was seen that can be.</summary>
    private static string? Reason(AdoptionOutcome outcome) =>
        outcome switch
        {
            AdoptionOutcome.Refused { Error: var error } => error.Message,
            AdoptionOutcome.Looked looked => looked
                .Contracts.Where(contract => contract.Standing == AdoptionStanding.NotRead)
                .SelectMany(contract => contract.Errors)
                .FirstOrDefault(PlanRun.IsTransient)
                ?.Message,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task<string?> ReadEventsAsync(BillingOrg billing, RestoredOrg copy, CancellationToken cancellation)
    {
        foreach (var account in org.Accounts)
        {
            if (await new StripeEventReader(billing, account).ReadAsync(cancellation, copy.KnownUntil) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>A sync says of each why it differs, and sends what has come due since: nobody else asks for it.</summary>
    private static Task EnqueueDifferentAsync(BillingOrg billing, AdoptionOutcome.Looked looked, CancellationToken cancellation) =>
        new ContractJobs(billing).EnqueueAsync(
            [
                .. looked
                    .Contracts.Where(contract => contract is { Family: not null, Standing: not AdoptionStanding.Adopted })
                    .Select(contract => new ContractNotice(contract.Family!, [contract.OrderId], "restored", JobPriority.Live, billing.Now)),
            ],
            cancellation
        );

    private async Task ForgetEndpointsAsync(CancellationToken cancellation)
    {
        foreach (var account in org.Accounts.Select(account => account.Connection).Where(account => !account.WebhookSecrets.IsEmpty))
        {
            await installation.Connections.SaveStripeAsync(org.Id, account with { WebhookSecrets = [] }, org.Clock.GetCurrentInstant(), cancellation);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Org {OrgId}: the database was restored; its contracts are compared with Stripe before anything is billed"
    )]
    private partial void LogBegan(string orgId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId}: the comparison after the restore stopped and is tried again: {Text}")]
    private partial void LogStopped(string orgId, string text);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Org {OrgId}: {Contracts} contracts were compared after the restore, {Different} are not as their orders say (cpqbilling adopt --dry-run names them)"
    )]
    private partial void LogCompared(string orgId, int contracts, int different);
}
