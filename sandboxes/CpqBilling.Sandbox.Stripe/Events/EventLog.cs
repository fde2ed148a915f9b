using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Events;

/// <summary>Records what happens. Knows the last recorded form of every object, so an update that changes nothing records nothing.</summary>
internal sealed class EventLog(Account account)
{
    private readonly Dictionary<string, byte[]> _lastForms = [];
    private readonly LinkedList<EventRecord> _records = [];
    private readonly Dictionary<string, EventRecord> _byId = [];

    /// <summary>Off inside previews, whose effects nobody may see.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Called for every record, for delivery to webhook endpoints.</summary>
    public Action<EventRecord>? Recorded { get; set; }

    public IEnumerable<EventRecord> All => _records;

    /// <summary>Records that are new or changed since the last save; null when nobody saves.</summary>
    public HashSet<EventRecord>? Touched { get; set; }

    public EventRecord? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Takes over a record that was saved.</summary>
    public void Restore(EventRecord record)
    {
        _records.AddLast(record);
        _byId[record.Id] = record;
    }

    /// <summary>Takes a loaded object's form as the last recorded one.</summary>
    public void Restore(StripeObject subject) => _lastForms[subject.Id] = Bytes(Renderer.Render(account, subject));

    public void Record(string type, StripeObject subject) => Record([type], subject);

    /// <summary>Several things that happen to an object at once, and so show it alike.</summary>
    public void Record(ReadOnlySpan<string> types, StripeObject subject)
    {
        if (IsSilent)
        {
            return;
        }

        var form = Bytes(Renderer.Render(account, subject));
        foreach (var type in types)
        {
            Append(type, subject, form, null);
        }
    }

    /// <summary>Records the update unless the object looks as it did when last recorded; says whether it did.</summary>
    public bool RecordUpdate(string type, StripeObject subject)
    {
        if (IsSilent)
        {
            return true;
        }

        var form = Bytes(Renderer.Render(account, subject));
        JsonObject? previous = null;
        if (_lastForms.TryGetValue(subject.Id, out var last))
        {
            previous = FormDifference.PreviousAttributes(last, form);
            if (previous is null)
            {
                return false;
            }
        }

        Append(type, subject, form, previous);
        return true;
    }

    private void Append(string type, StripeObject subject, byte[] form, JsonObject? previous)
    {
        Remember(type, subject, form);
        var record = account.Stamp(
            new EventRecord
            {
                Type = type,
                Snapshot = form,
                PreviousAttributes = previous is null ? null : Bytes(previous),
                RequestId = account.CurrentRequest?.Id,
                IdempotencyKey = account.CurrentRequest?.IdempotencyKey,
            },
            "evt_",
            Now(subject)
        );
        _records.AddLast(record);
        _byId[record.Id] = record;
        Touched?.Add(record);
        while (_records.Count > account.Decisions.MostEventsKept)
        {
            _byId.Remove(_records.First!.Value.Id);
            _records.RemoveFirst();
        }

        Recorded?.Invoke(record);
    }

    private void Remember(string type, StripeObject subject, byte[] snapshot)
    {
        if (type.EndsWith(".deleted", StringComparison.Ordinal) || subject is RenderedForm || !account.Kinds.Of(subject).StillChanges(subject))
        {
            _lastForms.Remove(subject.Id);
        }
        else
        {
            _lastForms[subject.Id] = snapshot;
        }
    }

    private long Now(StripeObject subject) =>
        subject switch
        {
            _ when !account.Decisions.EventsCarryClockTime => account.Clock.WallNow,
            Customer customer => account.NowOf(customer),
            PaymentMethod { CustomerId: { } owner } => account.NowOf(account.Customers.Get(owner)),
            CustomerObject owned => account.NowOf(owned),
            TestClock clock => clock.FrozenTime,
            RenderedForm { At: { } at } => at,
            _ => account.BaseTimeline.Now,
        };

    private static byte[] Bytes(JsonObject form) => JsonSerializer.SerializeToUtf8Bytes(form, JsonText.Options);
}
