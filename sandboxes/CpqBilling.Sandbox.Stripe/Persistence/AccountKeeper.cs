using System.Collections.Concurrent;
using CpqBilling.Sandbox.Stripe.Faults;

namespace CpqBilling.Sandbox.Stripe.Persistence;

/// <summary>Saves one account as it changes, and fills it again.</summary>
internal sealed class AccountKeeper
{
    private const string EventKind = "event";
    private const string AnswerKind = "answer";
    private const string NoticeKind = "notice";
    private const string OutcomeKind = "outcome";
    private static readonly DueKind[] Notices = [DueKind.TrialNotice, DueKind.ExpiringNotice, DueKind.UpcomingNotice];
    private readonly Account _account;
    private readonly StateFile _file;
    private readonly KeptTable[] _tables;
    private readonly Dictionary<string, long> _savedNotices = [];
    private readonly Dictionary<string, PaymentOutcome> _savedOutcomes = [];
    private readonly Queue<string> _savedEvents = [];

    public AccountKeeper(Account account, StateFile file)
    {
        (_account, _file) = (account, file);
        _tables = [.. account.Kinds.All.Select(kind => kind.Keep(account))];
    }

    public void Fill()
    {
        var byKind = _file.Read(_account.Id).ToLookup(entry => entry.Kind);
        foreach (var table in _tables)
        {
            table.Load(byKind[table.Kind]);
        }

        foreach (var entry in byKind[EventKind])
        {
            _account.Events.Restore(StateJson.Read<EventRecord>(entry.Body));
            _savedEvents.Enqueue(entry.Id);
        }

        foreach (var entry in byKind[AnswerKind])
        {
            _account.Idempotency.Restore(entry.Id, StateJson.Read<IdempotencyStore.Entry>(entry.Body));
        }

        foreach (var entry in byKind[NoticeKind])
        {
            _account.NoticesSent[entry.Id] = _savedNotices[entry.Id] = StateJson.Read<long>(entry.Body);
        }

        foreach (var entry in byKind[OutcomeKind])
        {
            _account.PaymentOutcomes[entry.Id] = _savedOutcomes[entry.Id] = StateJson.Read<PaymentOutcome>(entry.Body);
        }

        _account.CountFrom(byKind.SelectMany(entries => entries).Select(entry => entry.Sequence).DefaultIfEmpty().Max());
        Derivations.Restore(_account);
    }

    /// <summary>From now on every change is saved when the account says so.</summary>
    public void Watch()
    {
        foreach (var table in _tables)
        {
            table.Watch();
        }

        _account.Events.Touched = [];
        _account.Idempotency.Unsaved = new ConcurrentQueue<string>();
        _account.Save = Save;
    }

    private void Save()
    {
        List<StateEntry> put = [];
        List<(string Kind, string Id)> removed = [];
        CollectNotices(put);
        CollectOutcomes(put, removed);
        foreach (var table in _tables)
        {
            table.Collect(put, removed);
        }

        CollectEvents(put, removed);
        CollectAnswers(put);
        _file.Write(_account.Id, new StateChange(put, removed));
    }

    /// <summary>A notice is about a subscription or schedule that was touched when it was sent.</summary>
    private void CollectNotices(List<StateEntry> put)
    {
        foreach (var id in _tables.Where(table => table.Kind is "subscription" or "subscription_schedule").SelectMany(table => table.TouchedIds))
        {
            foreach (var kind in Notices)
            {
                var key = $"{kind} {id}";
                if (_account.NoticesSent.TryGetValue(key, out var about) && (!_savedNotices.TryGetValue(key, out var last) || last != about))
                {
                    _savedNotices[key] = about;
                    put.Add(new StateEntry(NoticeKind, key, 0, StateJson.Write(about)));
                }
            }
        }
    }

    private void CollectOutcomes(List<StateEntry> put, List<(string Kind, string Id)> removed)
    {
        foreach (
            var (id, outcome) in _account.PaymentOutcomes.Where(pair => !_savedOutcomes.TryGetValue(pair.Key, out var last) || last != pair.Value)
        )
        {
            _savedOutcomes[id] = outcome;
            put.Add(new StateEntry(OutcomeKind, id, 0, StateJson.Write(outcome)));
        }

        foreach (var id in _savedOutcomes.Keys.Where(id => !_account.PaymentOutcomes.ContainsKey(id)).ToList())
        {
            _savedOutcomes.Remove(id);
            removed.Add((OutcomeKind, id));
        }
    }

    private void CollectEvents(List<StateEntry> put, List<(string Kind, string Id)> removed)
    {
        foreach (var record in _account.Events.Touched!)
        {
            put.Add(new StateEntry(EventKind, record.Id, record.Sequence, StateJson.Write(record)));
            _savedEvents.Enqueue(record.Id);
        }

        _account.Events.Touched.Clear();
        while (_savedEvents.TryPeek(out var oldest) && _account.Events.Find(oldest) is null)
        {
            removed.Add((EventKind, _savedEvents.Dequeue()));
        }
    }

    private void CollectAnswers(List<StateEntry> put)
    {
        while (_account.Idempotency.Unsaved!.TryDequeue(out var key))
        {
            if (_account.Idempotency.Find(key) is { } answer)
            {
                put.Add(new StateEntry(AnswerKind, key, 0, StateJson.Write(answer)));
            }
        }
    }
}
