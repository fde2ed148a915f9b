using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>The tools one translation works with, made once from the snapshot; holds no decisions.</summary>
public sealed class TranslationContext
{
    private SentContract? _sending;

    private TranslationContext(OrderSnapshot snapshot, BillingContract contract, CpqRecord account, Currency currency, ErrorList errors)
    {
        Calendar = CalendarOf(snapshot, contract.Initial, errors);
        Snapshot = snapshot;
        Contract = contract;
        Account = account;
        Currency = currency;
        Errors = errors;
        Metadata = new RecordMetadata(snapshot.Settings.MetadataPrefix, snapshot.Org.RecordUrlBase);
        Mapper = new FieldMapper(snapshot.Records, snapshot.Mappings, Day, errors);
        Prices = new PriceBuilder(Mapper, snapshot.Settings, Metadata, currency, snapshot.Stripe, errors);
        Lines = new LineReader(Mapper, snapshot.Settings, currency);
        Terms = new TermReader(Mapper, snapshot.Settings);
        Steps = new StepList(snapshot.Stripe);
        Header = new ScheduleSettings(Mapper, Metadata, snapshot.Settings, Day, snapshot, errors);
    }

    public OrderSnapshot Snapshot { get; }

    public BillingContract Contract { get; }

    public CpqRecord Account { get; }

    public Currency Currency { get; }

    public ErrorList Errors { get; }

    public ContractCalendar Calendar { get; }

    public BillingDay Day => Calendar.Day;

    public RecordMetadata Metadata { get; }

    public FieldMapper Mapper { get; }

    public PriceBuilder Prices { get; }

    public LineReader Lines { get; }

    public TermReader Terms { get; }

    public StepList Steps { get; }

    public ScheduleSettings Header { get; }

    public BillingSettings Settings => Snapshot.Settings;

    /// <summary>What the initial order became in Stripe, if its id leads anywhere.</summary>
    public StripeObject? Target => TargetOf(Snapshot, Contract);

    /// <summary>What our own memory says the contract was sent with; null when it is not in Stripe, or was forgotten.</summary>
    public SentContract? Sent => Target is null ? null : Snapshot.Sent.GetValueOrDefault(Contract.Initial.Id);

    /// <summary>What is remembered of the contract when this run is done: what Stripe holds now, until it answers anew.</summary>
    public SentContract Sending =>
        _sending ??= new SentContract(
            PriceSettings.Of(Settings),
            Account.Id,
            SoldRecords.Of(Contract, Snapshot.Records),
            HeldPhases.Of((Target as ScheduleState)?.Phases ?? []),
            Sent?.Revisions ?? []
        );

    /// <summary>What bills the contract now; null while nothing of it is in Stripe.</summary>
    public ScheduleState? Held =>
        Contract.HasEvergreenLines ? HeldSchedule.Of(Target, Snapshot.Stripe, Day.StartOf(Calendar.Start)) : Target as ScheduleState;

    /// <summary>Null when currency or account are missing; the errors say so.</summary>
    public static TranslationContext? Open(OrderSnapshot snapshot, BillingContract contract, ErrorList errors)
    {
        var initial = contract.Initial;
        snapshot = WithKeptSettings(snapshot, contract);
        if (snapshot.Records.Find(initial.AccountId) is not { } account)
        {
            errors.Add(OrderErrors.AccountMissing(initial.Ref));
            return null;
        }

        var multi = snapshot.Settings.MultiCurrency ?? snapshot.Org.MultiCurrency;
        var code = snapshot.Org.CurrencyOf(initial.CurrencyCode, snapshot.Settings);
        if (!Currency.IsValidCode(code))
        {
            errors.Add(MappingErrors.CurrencyUnknown(new RecordRef("Organization", snapshot.Org.OrgId), "defaultCurrency"));
            return null;
        }

        foreach (
            var order in contract.Amendments.Where(order =>
                multi && order.CurrencyCode is { } other && !other.Equals(code, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            errors.Add(OrderErrors.CurrencyMismatch(order.Ref, order.CurrencyCode!.ToLowerInvariant(), code!.ToLowerInvariant()));
        }

        var currency = Currency.Of(code!);
        if (snapshot.Stripe.CustomerCurrency is { } held && held != currency.Code && snapshot.Stripe.UnlinkedSchedules.IsEmpty)
        {
            errors.Add(StripeErrors.CustomerCurrency(contract.Trigger.Ref, held));
        }

        return new TranslationContext(snapshot, contract, account, currency, errors);
    }

    /// <summary>An order that does not say when it begins is refused when it is read; any day will do until then.</summary>
    private static ContractCalendar CalendarOf(OrderSnapshot snapshot, Order initial, ErrorList errors)
    {
        var zone = snapshot.Settings.BillingTimeZone;
        var mapper = new FieldMapper(snapshot.Records, snapshot.Mappings, new BillingDay(zone));
        var start = ContractStart.Of(initial, new TermReader(mapper, snapshot.Settings));
        errors.Take(BillingDayReader.DayOf(initial, snapshot.Settings, snapshot.Records), out var day);
        return ContractCalendar.From(start ?? snapshot.Now.InZone(zone).Date, day, zone);
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

    public ImmutableArray<CouponSpec> ReadCoupons() =>
        Settings.Coupons ? new CouponReader(Mapper, Metadata, Currency, Snapshot.Stripe, Errors).Read(Contract) : [];

    public CatalogSteps Catalog(ScheduleState? schedule) =>
        new(
            Mapper,
            Metadata,
            Prices,
            Snapshot.Stripe,
            new KnownPrices(schedule, Metadata.IdKey("OrderItem"), Metadata.Key(PriceMarks.Duplicate)),
            Steps,
            Errors
        )
        {
            Products = Settings.UpdateProductOnOrderSync ? Refresh.WhenChanged : Refresh.Never,
            Trigger = Contract.Trigger.Ref,
            Now = Snapshot.Now,
        };

    public InvoiceSteps Invoices(CatalogSteps catalog) => new(Mapper, Metadata, catalog, Header, Day, Steps, Errors);

    public StripeValue? Customer() =>
        new CustomerStep(Mapper, Metadata, Snapshot.Stripe, Steps, Errors).Plan(
            Account,
            Settings.UpdateCustomerOnOrderSync ? Refresh.UnlessSame : Refresh.Never,
            Contract.Trigger.Ref
        );
}
