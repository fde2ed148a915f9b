using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>What a service does for one org, again and again: it asks what changed, and hears of what happens in Stripe.</summary>
public sealed partial class OrgWork(Installation installation, ConnectedOrg org, ServiceParts parts, ILogger log)
{
    private readonly StripeWork _stripe = new(installation, org, parts.Address, log);
    private readonly ContactAlert _contact = new(installation.Database, org.Id);
    private readonly NoticedChanges _orders = new();
    private readonly NoticedChanges _accounts = new();
    private Instant _polledAt = Instant.MinValue;
    private bool _isReachable = true;
    private AskedAt _corrections = AskedAt.Never;

    /// <summary>One round. What fails is said once and tried again with the next.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (!org.Connection.IsSyncEnabled || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing)
        {
            return;
        }

        if (billing.Settings.SyncEnabled && org.Clock.GetCurrentInstant() - _polledAt >= IntervalOf(billing.Settings))
        {
            var notices = new OrderNotices(billing, _orders);
            var away = await notices.PollAsync(cancellation) ?? await notices.SweepAsync(cancellation);
            Note(away);
            await _contact.NoteAsync(ContactAlert.Salesforce, away is null ? null : $"{away.Message} {away.Fix}", cancellation);
            await new AccountPoll(billing, _accounts).PollAsync(cancellation);
            if (await new ToldAccounts(billing, org).TellAsync(cancellation) is { } refusal)
            {
                LogNotTold(org.Id, refusal.Code, refusal.Message);
            }

            if (await new DailyCleaning(billing).RunAsync(cancellation) is { } kept)
            {
                LogNotCleaned(org.Id, kept.Code, kept.Message);
            }

            _polledAt = org.Clock.GetCurrentInstant();
        }

        if (billing.Settings.SyncEnabled)
        {
            _corrections = await new CorrectedRecords(billing).AskAsync(_corrections, cancellation);
        }

        await _stripe.RunOnceAsync(billing, cancellation);
    }

    private Duration IntervalOf(BillingSettings settings) => parts.Rhythm.PollInterval ?? Duration.FromSeconds(settings.PollIntervalSeconds);

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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId} cannot be asked: {Code} {Text}")]
    private partial void LogAway(string orgId, string code, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId} was not told its Stripe accounts: {Code} {Text}")]
    private partial void LogNotTold(string orgId, string code, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Org {OrgId} kept old Sync Records: {Code} {Text}")]
    private partial void LogNotCleaned(string orgId, string code, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Org {OrgId} answers again")]
    private partial void LogBack(string orgId);
}
