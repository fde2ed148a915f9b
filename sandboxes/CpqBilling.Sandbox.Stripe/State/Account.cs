using CpqBilling.Sandbox.Stripe.Faults;
using CpqBilling.Sandbox.Stripe.Webhooks;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Everything that belongs to one API key. All access happens under its gate.</summary>
internal sealed class Account
{
    private readonly Dictionary<string, Timeline> _timelines = [];
    private long _sequence;

    public Account(string id, SandboxClock clock, IdGenerator ids, Decisions decisions)
    {
        (Id, Clock, Ids, Decisions) = (id, clock, ids, decisions);
        BaseTimeline = new Timeline(() => clock.BaseNow, null);
        Events = new EventLog(this);
        DueHandler = new DueTimes(this);
    }

    public string Id { get; }

    public Lock Gate { get; } = new();

    public SandboxClock Clock { get; }

    public IdGenerator Ids { get; }

    public Decisions Decisions { get; }

    public Timeline BaseTimeline { get; }

    public EventLog Events { get; }

    public DueTimes DueHandler { get; }

    public IdempotencyStore Idempotency { get; } = new();

    /// <summary>A copy for a look ahead: nothing in it is finalised, collected or told.</summary>
    public bool IsPreview { get; init; }

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

    public Table<WebhookEndpoint> WebhookEndpoints { get; } = new();

    public Table<WebhookDelivery> WebhookDeliveries { get; } = new(delivery => delivery.EndpointId);

    public Table<Customer> Customers { get; init; } = new(customer => customer.TestClockId);

    public Table<Product> Products { get; init; } = new();

    public Table<Price> Prices { get; init; } = new(price => price.ProductId);

    public Table<Coupon> Coupons { get; init; } = new();

    public Table<PromotionCode> PromotionCodes { get; init; } = new();

    public Table<Discount> Discounts { get; init; } = new();

    public Table<Meter> Meters { get; init; } = new();

    public Table<MeterEvent> MeterEvents { get; init; } = new(usage => usage.CustomerId);

    public Table<PaymentMethod> PaymentMethods { get; init; } = new(method => method.CustomerId);

    public Table<BalanceTransaction> BalanceTransactions { get; } = new(transaction => transaction.CustomerId);

    public Table<Schedule> Schedules { get; } = new(schedule => schedule.CustomerId);

    public Table<Subscription> Subscriptions { get; } = new(subscription => subscription.CustomerId);

    public Table<InvoiceItem> InvoiceItems { get; } = new(item => item.CustomerId);

    public Table<Invoice> Invoices { get; } = new(invoice => invoice.CustomerId);

    public Table<InvoicePayment> InvoicePayments { get; } = new(payment => payment.InvoiceId);

    public Table<TestClock> TestClocks { get; init; } = new();

    /// <summary>Invoice items on no invoice yet, by customer, in order of creation.</summary>
    public Dictionary<string, List<InvoiceItem>> PendingItems { get; } = [];

    public Dictionary<string, string> PriceByLookupKey { get; init; } = [];

    /// <summary>What each notice announced last, so that none is sent twice.</summary>
    public Dictionary<string, long> NoticesSent { get; } = [];

    public Timeline TimelineOf(Customer customer) => customer.TestClockId is { } clockId ? TimelineOf(clockId) : BaseTimeline;

    public Timeline TimelineOf(string clockId)
    {
        if (!_timelines.TryGetValue(clockId, out var timeline))
        {
            _timelines[clockId] = timeline = new Timeline(() => TestClocks.Get(clockId).FrozenTime, clockId);
        }

        return timeline;
    }

    public long NowOf(Customer customer) => TimelineOf(customer).Now;

    public long NowOf(CustomerObject owned) => NowOf(Customers.Get(owned.CustomerId));

    public Customer CustomerOf(CustomerObject owned) => Customers.Get(owned.CustomerId);

    public void Expect(CustomerObject owned, long at, DueKind kind)
    {
        var customer = CustomerOf(owned);
        TimelineOf(customer).Expect(at, kind, customer.Sequence, owned.Id);
    }

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

        InvoiceItems.Touched?.UnionWith(pending);

        return pending;
    }

    /// <summary>Goes on counting after objects that were loaded.</summary>
    public void CountFrom(long sequence) => _sequence = Math.Max(_sequence, sequence);

    public Price PriceOf(SubscriptionItem item) => Prices.Get(item.PriceId);
}

/// <summary>Which request caused what happens now.</summary>
internal sealed record RequestStamp(string Id, string? IdempotencyKey);
