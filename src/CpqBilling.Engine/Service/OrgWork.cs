using System.Diagnostics.CodeAnalysis;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>What a service does for one org, again and again: it asks what changed, and hears of what happens in Stripe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopAsync disposes the listener; whoever works may begin again afterwards.")]
public sealed partial class OrgWork(Installation installation, ConnectedOrg org, ServiceParts parts, ILogger log)
{
    private readonly StripeWork _stripe = new(installation, org, parts.Address, log);
    private readonly ContactAlert _contact = new(installation.Database, org.Id);
    private readonly OrgContacts _contacts = new(installation.Database, org.Id);
    private readonly RestoredContracts _restored = new(installation, org, log);
    private readonly NoticedChanges _orders = new();
    private readonly NoticedChanges _accounts = new();
    private EventListener? _events;
    private Instant _polledAt = Instant.MinValue;
    private Instant _accountsPolledAt = Instant.MinValue;
    private bool _isReachable = true;
    private AskedAt _corrections = AskedAt.Never;

    /// <summary>False while a restored database was not compared with Stripe: nothing is billed by itself.</summary>
    public bool MayBill { get; private set; }

    /// <summary>One round. What fails is said once and tried again with the next.</summary>
    public async Task RunOnceAsync(CancellationToken cancellation)
    {
        if (!org.Connection.IsSyncEnabled || await installation.Orgs.BillingAsync(org, cancellation) is not { } billing)
        {
            return;
        }

        MayBill = MayBill || await _restored.AreComparedAsync(billing, cancellation);
        if (!MayBill)
        {
            return;
        }

        if (billing.Settings.SyncEnabled)
        {
            Listen();
            await PollAsync(billing, cancellation);
            _corrections = await new CorrectedRecords(billing).AskAsync(_corrections, cancellation);
        }
        else
        {
            await StopAsync();
        }

        await _stripe.RunOnceAsync(billing, cancellation);
    }

    /// <summary>Ends what runs between the rounds.</summary>
    public async Task StopAsync()
    {
        if (_events is { } events)
        {
            _events = null;
            await events.DisposeAsync();
        }
    }

    private void Listen()
    {
        if (_events is null && org.Connection.Salesforce.EventsUrl is not null)
        {
            _events = new EventListener(installation, org, _orders, log);
        }
    }

    private async Task PollAsync(BillingOrg billing, CancellationToken cancellation)
    {
        if (IsDue(_polledAt, EventTopics.Orders, billing.Settings))
        {
            var notices = new OrderNotices(billing, _orders);
            var away = await notices.PollAsync(cancellation) ?? await notices.SweepAsync(cancellation);
            Note(away);
            await _contact.NoteAsync(ContactAlert.Salesforce, away is null ? null : $"{away.Message} {away.Fix}", cancellation);
            await _contacts.NoteAsync(away, org.Clock.GetCurrentInstant(), cancellation);
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

        if (IsDue(_accountsPolledAt, EventTopics.Accounts, billing.Settings))
        {
            await new AccountPoll(billing, _accounts).PollAsync(cancellation);
            _accountsPolledAt = org.Clock.GetCurrentInstant();
        }
    }

    /// <summary>Rarely while events tell of the same, at once when they ask for it, and as often as the setting says without them.</summary>
    private bool IsDue(Instant last, string topic, BillingSettings settings)
    {
        var isWanted = _events?.Standing.TakeWish(topic) ?? false;
        var interval = IntervalOf(settings);
        var covered = _events?.Standing.Tells(topic) ?? false;
        return isWanted || org.Clock.GetCurrentInstant() - last >= (covered ? Duration.Max(interval, WorkRhythm.WithEvents) : interval);
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
