using CpqBilling.Core.Calendar;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>A contract with what billing it needs to know: whose it is, in which currency, on which dates, and what Stripe holds of it. What the first stage yields.</summary>
/// <param name="Snapshot">With the price settings that the contract keeps.</param>
internal sealed record BillableContract(
    OrderSnapshot Snapshot,
    BillingContract Contract,
    CpqRecord Account,
    Currency Currency,
    ContractCalendar Calendar
)
{
    /// <summary>What its requests are written by.</summary>
    public PlanGround Ground { get; } =
        new(
            new FieldMapper(Snapshot.Records, Snapshot.Mappings, Calendar.Day),
            new RecordMetadata(Snapshot.Settings.MetadataPrefix, Snapshot.Org.RecordUrlBase),
            Snapshot.Settings,
            Calendar.Day,
            Snapshot.Stripe
        )
        {
            Now = Snapshot.Now,
        };

    /// <summary>What was billed until an edit counts that this run applies; null where there is none.</summary>
    public SoldUntil? Edit { get; init; }

    public Order Initial => Contract.Initial;

    public BillingSettings Settings => Snapshot.Settings;

    public BillingDay Day => Calendar.Day;

    public Instant Now => Snapshot.Now;

    public BillingRules Rules => new(Ground);

    /// <summary>What the initial order became in Stripe, if its id leads anywhere.</summary>
    public StripeObject? Target { get; } = TargetOf(Snapshot, Contract);

    /// <summary>What our own memory says the contract was sent with; null when it is not in Stripe, or was forgotten.</summary>
    public SentContract? Sent => Target is null ? null : Snapshot.Sent.GetValueOrDefault(Initial.Id);

    /// <summary>What is remembered of the contract when this run is done: what Stripe holds now, until it answers anew.</summary>
    public SentContract Sending =>
        field ??= new SentContract(
            PriceSettings.Of(Settings),
            Account.Id,
            SoldRecords.Of(Contract, Snapshot.Records),
            HeldPhases.Of((Target as ScheduleState)?.Phases ?? []),
            Sent?.Revisions ?? []
        );

    /// <summary>What bills the contract now; null while nothing of it is in Stripe.</summary>
    public ScheduleState? Held =>
        Contract.HasEvergreenLines ? HeldSchedule.Of(Target, Snapshot.Stripe, Day.StartOf(Calendar.Start)) : Target as ScheduleState;

    public static Checked<BillableContract> Read(OrderSnapshot snapshot, BillingContract contract)
    {
        var kept = WithKeptSettings(snapshot, contract);
        return from account in AccountOf(kept, contract)
            from currency in CurrencyOf(kept, contract)
            from calendar in CalendarOf(kept, contract.Initial)
            select new BillableContract(kept, contract, account, currency, calendar);
    }

    private static Checked<CpqRecord> AccountOf(OrderSnapshot snapshot, BillingContract contract) =>
        snapshot.Records.Find(contract.Initial.AccountId) is { } account ? account : OrderErrors.AccountMissing(contract.Initial.Ref);

    /// <summary>All orders are in one currency, and so is everything the customer is billed.</summary>
    private static Checked<Currency> CurrencyOf(OrderSnapshot snapshot, BillingContract contract)
    {
        var code = snapshot.Org.CurrencyOf(contract.Initial.CurrencyCode, snapshot.Settings);
        if (code is null || !Currency.IsValidCode(code))
        {
            return MappingErrors.CurrencyUnknown(new RecordRef("Organization", snapshot.Org.OrgId), "defaultCurrency");
        }

        var currency = Currency.Of(code);
        var isMulti = snapshot.Settings.MultiCurrency ?? snapshot.Org.MultiCurrency;
        var others =
            from order in contract.Amendments
            where isMulti && order.CurrencyCode is { } other && !other.Equals(code, StringComparison.OrdinalIgnoreCase)
            select OrderErrors.CurrencyMismatch(order.Ref, order.CurrencyCode!.ToLowerInvariant(), code.ToLowerInvariant());
        var sold =
            from line in contract.Orders.SelectMany(order => order.Lines)
            where isMulti && !line.IsSkipped
            from record in new[] { line.Record, line.PricebookEntry }
            where record?.Text("CurrencyIsoCode") is { } other && !other.Equals(code, StringComparison.OrdinalIgnoreCase)
            select OrderErrors.CurrencyMismatch(
                new RecordRef(record!.Type, record.Id),
                record.Text("CurrencyIsoCode")!.ToLowerInvariant(),
                code.ToLowerInvariant()
            );
        var isOther = snapshot.Stripe.CustomerCurrency is { } held && held != currency.Code && snapshot.Stripe.UnlinkedSchedules.IsEmpty;
        return Checked
            .Of(currency, [.. others, .. sold.Distinct()])
            .With(isOther ? [StripeErrors.CustomerCurrency(contract.Trigger.Ref, snapshot.Stripe.CustomerCurrency!)] : []);
    }

    /// <summary>An order that does not say when it begins is refused when it is read; any day will do until then.</summary>
    private static Checked<ContractCalendar> CalendarOf(OrderSnapshot snapshot, Order initial)
    {
        var zone = snapshot.Settings.BillingTimeZone;
        var mapper = new FieldMapper(snapshot.Records, snapshot.Mappings, new BillingDay(zone));
        var start = ContractStart.Of(initial, new TermReader(mapper, snapshot.Settings));
        return BillingDayReader
            .DayOf(initial, snapshot.Settings, snapshot.Records)
            .Select(day => ContractCalendar.From(start ?? snapshot.Now.InZone(zone).Date, day, zone));
    }

    /// <summary>A contract that is in Stripe keeps the price settings it was first sent with, as memory or its schedule tell them.</summary>
    private static OrderSnapshot WithKeptSettings(OrderSnapshot snapshot, BillingContract contract)
    {
        if (TargetOf(snapshot, contract) is not { } target)
        {
            return snapshot;
        }

        var marked = (target as ScheduleState)?.Metadata.GetValueOrDefault(snapshot.Settings.MetadataPrefix + SentMarks.Fingerprint);
        var kept = snapshot.Sent.GetValueOrDefault(contract.Initial.Id)?.Prices ?? (marked is null ? null : SentMarks.Prices(marked));
        return snapshot with { Settings = (kept ?? PriceSettings.Unknown).ApplyTo(snapshot.Settings) };
    }

    private static StripeObject? TargetOf(OrderSnapshot snapshot, BillingContract contract) =>
        snapshot.Stripe.Find(contract.Initial.StripeId) is (ScheduleState or SubscriptionState or InvoiceState) and var held
            ? held
            : snapshot.Stripe.UnlinkedSchedules.FirstOrDefault();
}
