using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Jobs;
using CpqBilling.Engine.Sync;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>What a service does for one org, again and again: it asks what changed and works off what is due.</summary>
public sealed partial class OrgWork(Installation installation, ConnectedOrg org, ServiceParts parts, ILogger log)
{
    private const int MostDue = 200;

    /// <summary>Contracts at once for each Stripe account.</summary>
    private const int AtOnce = 8;
    private readonly StripeWork _stripe = new(installation, org, parts.Address, log);
    private Instant _polledAt = Instant.MinValue;
    private bool _isReachable = true;

    /// <summary>One round. What fails is said once and tried again with the next.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (!org.Connection.IsSyncEnabled || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing)
        {
            return;
        }

        if (org.Clock.GetCurrentInstant() - _polledAt >= parts.Rhythm.PollInterval)
        {
            Note(await new OrderNotices(billing).PollAsync(cancellation));
            await new AccountPoll(billing).PollAsync(cancellation);
            _polledAt = org.Clock.GetCurrentInstant();
        }

        await _stripe.RunOnceAsync(billing, cancellation);
        var jobs = new ContractJobs(billing);
        await Parallel.ForEachAsync(
            await jobs.DueAsync(MostDue, cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (family, token) => await WorkAsync(jobs, family, token)
        );
    }

    private async Task WorkAsync(ContractJobs jobs, string family, CancellationToken cancellation)
    {
        var worked = await jobs.WorkAsync(family, cancellation, record => parts.Feed.TellBegan(new SyncBegan(org.Id, record.Id)));
        foreach (var (record, report) in worked?.Reports.Where(entry => entry.Report.MovedTo is null) ?? [])
        {
            parts.Feed.TellEnded(new SyncEnded(org.Id, record.Id, report));
            LogSynced(org.Id, record.Id, report.Outcome, string.Join(' ', report.Errors.Select(error => error.Code)));
        }
    }

    private void Note(SyncError? error)
    {
        if (error is null && !_isReachable)
        {
            LogBack(org.Id);
        }
        else if (error is not null && _isReachable)
        {
            LogAway(org.Id, error.Code, error.Message);
        }

        _isReachable = error is null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Org {OrgId}: order {OrderId} {Outcome} {Codes}")]
    private partial void LogSynced(string orgId, string orderId, SyncOutcome outcome, string codes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId} cannot be asked: {Code} {Text}")]
    private partial void LogAway(string orgId, string code, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Org {OrgId} answers again")]
    private partial void LogBack(string orgId);
}
