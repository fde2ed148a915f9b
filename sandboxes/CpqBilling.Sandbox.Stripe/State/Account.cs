using CpqBilling.Sandbox.Stripe.Faults;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Everything that belongs to one API key. All access happens under its gate.</summary>
internal sealed class Account
{
    private readonly Dictionary<string, Timeline> _timelines = [];
    private long _sequence;

    private readonly Dictionary<Type, object> _tables;

    /// <param name="real">The account that this one is a copy of for a look ahead, without the objects that belong to customers.</param>
    public Account(string id, AccountParts parts, Account? real = null)
    {
        (Id, Clock, Ids, Decisions, Kinds) = (id, parts.Clock, parts.Ids, parts.Decisions, parts.Kinds);
        _tables = Kinds.All.ToDictionary(kind => kind.Subject, kind => kind.OpenTable(real));
        BaseTimeline = new Timeline(() => Clock.BaseNow, null);
        Events = new EventLog(this);
        DueHandler = new DueTimes(this);
        IsPreview = real is not null;
        Events.IsSilent = IsPreview;
        PriceByLookupKey = real is null ? [] : new(real.PriceByLookupKey);
    }

    /// <summary>A copy for a look ahead; whatever happens to it leaves no trace.</summary>
    public static Account PreviewOf(Account real) => new(real.Id, new AccountParts(real.Clock, real.Ids, real.Decisions, real.Kinds), real);

    public string Id { get; }

    public Lock Gate { get; } = new();

    public SandboxClock Clock { get; }

    public IdGenerator Ids { get; }

    public Decisions Decisions { get; }

    public KindTable Kinds { get; }

    public Timeline BaseTimeline { get; }

    public EventLog Events { get; }

    public DueTimes DueHandler { get; }

    public IdempotencyStore Idempotency { get; } = new();

    /// <summary>A copy for a look ahead: nothing in it is finalised, collected or told.</summary>
    public bool IsPreview { get; }

    /// <summary>The request being executed; null while time passes by itself.</summary>
    public RequestStamp? CurrentRequest { get; set; }

    /// <summary>Prices that the running request described in passing; they stay if it succeeds.</summary>
    public List<Price> InlinePrices { get; } = [];

    /// <summary>Makes durable what has changed; called under the gate, before anybody hears of it.</summary>
    public Action? Save { get; set; }

    /// <summary>What went wrong while time passed by itself; the next request tells.</summary>
    public Exception? FailureOfTime { get; set; }

    /// <summary>Which outcome the next charges of a customer have, whatever the payment method says.</summary>
    public Dictionary<string, PaymentOutcome> PaymentOutcomes { get; } = [];

    /// <summary>Invoice items on no invoice yet, by customer, in order of creation.</summary>
    public Dictionary<string, List<InvoiceItem>> PendingItems { get; } = [];

    public Dictionary<string, string> PriceByLookupKey { get; }

    /// <summary>What each notice announced last, so that none is sent twice.</summary>
    public Dictionary<string, long> NoticesSent { get; } = [];

    /// <summary>All objects of one kind.</summary>
    public Table<T> Table<T>()
        where T : StripeObject => (Table<T>)_tables[typeof(T)];

    public Timeline TimelineOf(Customer customer) => customer.TestClockId is { } clockId ? TimelineOf(clockId) : BaseTimeline;

    public Timeline TimelineOf(string clockId)
    {
        if (!_timelines.TryGetValue(clockId, out var timeline))
        {
            _timelines[clockId] = timeline = new Timeline(() => this.TestClocks.Get(clockId).FrozenTime, clockId);
        }

        return timeline;
    }

    public long NowOf(Customer customer) => TimelineOf(customer).Now;

    public long NowOf(CustomerObject owned) => NowOf(this.Customers.Get(owned.CustomerId));

    public Customer CustomerOf(CustomerObject owned) => this.Customers.Get(owned.CustomerId);

    public void Expect(CustomerObject owned, long at, DueKind kind)
    {
        var customer = CustomerOf(owned);
        TimelineOf(customer).Expect(at, kind, customer.Sequence, owned.Id);
    }

    /// <summary>Gives a new object an id of its kind, its time and its place in the order of creation.</summary>
    public T Stamp<T>(T item, long now)
        where T : StripeObject => Stamp(item, Kinds.Of<T>().Prefix, now);

    /// <summary>Gives a new object its id, time and place in the order of creation.</summary>
    public T Stamp<T>(T item, string prefix, long now)
        where T : StripeObject
    {
        if (item.Id.Length == 0)
        {
            item.Id = Ids.Next(prefix);
        }

        item.Created = now;
        item.Sequence = ++_sequence;
        return item;
    }

    public List<InvoiceItem> PendingOf(string customerId)
    {
        if (!PendingItems.TryGetValue(customerId, out var pending))
        {
            PendingItems[customerId] = pending = [];
        }

        this.InvoiceItems.Touched?.UnionWith(pending);

        return pending;
    }

    /// <summary>Goes on counting after objects that were loaded.</summary>
    public void CountFrom(long sequence) => _sequence = Math.Max(_sequence, sequence);

    public Price PriceOf(SubscriptionItem item) => this.Prices.Get(item.PriceId).In(item.Currency);
}

/// <summary>Which request caused what happens now.</summary>
internal sealed record RequestStamp(string Id, string? IdempotencyKey);
