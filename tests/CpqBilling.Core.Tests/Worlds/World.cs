using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;

namespace CpqBilling.Core.Tests.Worlds;

/// <summary>Salesforce and Stripe in memory: gives snapshots, and notes a plan as done the way both sides would hold it.</summary>
internal sealed class World
{
    private readonly Dictionary<string, (string Type, Dictionary<string, object?> Fields)> _records = [];
    private readonly Dictionary<string, Instant> _effective = [];
    private readonly Dictionary<string, Instant> _terminated = [];
    private readonly Dictionary<string, SentContract> _sent = [];
    private readonly StripeHolder _stripe = new();

    public BillingSettings Settings { get; set; } = new();

    public FieldMappings Mappings { get; set; } = FieldMappings.None;

    /// <summary>What the org says it uses; settings come first.</summary>
    public string? OrgCurrency { get; set; } = "usd";

    /// <summary>The connected Stripe account; null where it does not matter.</summary>
    public string? StripeAccountId { get; set; }

    public StripeHolder Stripe => _stripe;

    public void Add(CpqRecord record) => _records[record.Id] = (record.Type, new Dictionary<string, object?>(record.Fields));

    public void Set(string record, string field, object? value) => _records[record].Fields[field] = value;

    public IEnumerable<CpqRecord> OfType(string type) =>
        _records.Where(row => row.Value.Type == type).Select(row => new CpqRecord(type, row.Key, row.Value.Fields)).ToList();

    public void Remember(string orderId, Instant at) => _effective[orderId] = at;

    public void RememberTermination(string orderId, Instant at) => _terminated[orderId] = at;

    /// <param name="records">Another order of the records than the one they were added in; null keeps it.</param>
    public OrderSnapshot At(
        Instant now,
        string trigger,
        IReadOnlySet<string>? eligible = null,
        Func<IEnumerable<CpqRecord>, IEnumerable<CpqRecord>>? records = null
    )
    {
        var visible = _records
            .Select(row => new CpqRecord(row.Value.Type, row.Key, new Dictionary<string, object?>(row.Value.Fields)))
            .Where(record => record.Moment("CreatedDate") is not { } created || created <= now)
            .ToList();
        var snapshot = new OrderSnapshot
        {
            Records = new RecordGraph(records is null ? visible : records(visible)),
            TriggerOrderId = trigger,
            EligibleOrderIds =
                eligible
                ?? visible.Where(record => record.Type == "Order" && record.Text("Status") == "Activated").Select(record => record.Id).ToHashSet(),
            Settings = Settings,
            Mappings = Mappings,
            Now = now,
            Org = OrgFacts.Unknown with { DefaultCurrency = OrgCurrency, StripeAccountId = StripeAccountId },
            Stripe = _stripe.SnapshotAt(now),
            EffectiveInstants = _effective.ToImmutableDictionary(),
            TerminationInstants = _terminated.ToImmutableDictionary(),
            Sent = _sent.ToImmutableDictionary(),
        };
        return snapshot with { Stripe = snapshot.Stripe with { CustomerCurrency = OtherCurrency(snapshot) } };
    }

    /// <summary>What a look at the customer's schedules says, where one is made.</summary>
    private static string? OtherCurrency(OrderSnapshot snapshot) =>
        StripeReadListBuilder.For(snapshot) is { LookupCustomerId: { } customer } list
            ? snapshot
                .Stripe.Objects.Values.OfType<ScheduleState>()
                .Where(schedule => schedule.CustomerId == customer && schedule.CanChange)
                .Where(schedule => schedule.Metadata.GetValueOrDefault("salesforce_order_id") != list.InitialOrderId)
                .Select(schedule => schedule.Phases[0].Items[0].Price.Shape.Currency)
                .FirstOrDefault()
            : null;

    /// <summary>Stripe applies the steps, Salesforce takes the write-backs, the instants are remembered.</summary>
    public void Note(Translated translated, OrderSnapshot snapshot)
    {
        _stripe.Apply(translated.Plan, snapshot.Now);
        Note(translated, snapshot, _stripe.IdOf);
    }

    /// <summary>The same where another Stripe has applied the steps.</summary>
    /// <param name="idOf">What the steps answered.</param>
    public void Note(Translated translated, OrderSnapshot snapshot, Func<StripeValue, string> idOf)
    {
        foreach (var write in translated.Plan.WriteBack.Fields)
        {
            _records[write.Record.Id].Fields[write.Field] = idOf(write.Value);
        }

        foreach (var order in translated.Plan.NowOrders)
        {
            _effective[order.OrderId] = order.At ?? translated.Timeline!.Life.Orders.First(applied => applied.Order.Id == order.OrderId).From.At;
        }

        foreach (var order in translated.Plan.Terminations)
        {
            _terminated.TryAdd(order, snapshot.Now);
        }

        if (translated.Plan.Sent is { } sent)
        {
            var initial = translated.Contract.Initial.Id;
            var held = _stripe.SnapshotAt(snapshot.Now).Find(FieldOf(initial, "Stripe_ID__c")) as ScheduleState;
            _sent[initial] = sent with { Held = HeldPhases.Of(held?.Phases ?? []), At = snapshot.Now };
        }
    }

    public string? FieldOf(string record, string field) => _records[record].Fields.GetValueOrDefault(field) as string;
}
