using System.Collections.Immutable;
using System.Diagnostics;
using CpqBilling.Core.Comparison;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>The fourth stage: the requests that bring Stripe to what is due, in the order they are sent.</summary>
internal sealed class PlanStage(BillableContract contract, BillingTimeline timeline)
{
    private readonly BillingRules _rules = contract.Rules;
    private readonly ScheduleSettings _header = new(contract.Ground, contract.Rules);
    private readonly BesideInvoices _beside = new(contract);

    public static Checked<ContractPlan> Of(BillableContract contract, BillingTimeline timeline, Due due)
    {
        var stage = new PlanStage(contract, LateCredits.Noted(contract, timeline));
        return due switch
        {
            Due.NewSchedule => stage.OfNew(BilledBy.Schedule, (catalogue, customer) => stage.Schedule(catalogue).Create(customer)),
            Due.Migration => stage.OfNew(BilledBy.Schedule, (catalogue, customer) => stage.Schedule(catalogue).Migrate(customer)),
            Due.NewSubscription => stage.OfNew(BilledBy.Subscription, (catalogue, customer) => stage.Subscription(catalogue).Create(customer)),
            Due.Change change => stage.OfChange(change),
            Due.Records records => stage.OfRecords(records),
            Due.Invoices invoices => stage.OfInvoices(invoices),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>What exists is used by its id, the rest is made.</summary>
    /// <param name="held">Its prices are known.</param>
    public static Catalogue CatalogueOf(BillableContract contract, ScheduleState? held)
    {
        var (mapper, metadata, settings, _, stripe) = contract.Ground;
        return new Catalogue(
            mapper,
            metadata,
            stripe,
            new KnownPrices(held, metadata.IdKey("OrderItem"), metadata.Key(PriceMarks.Duplicate)),
            new CatalogueRun(settings.UpdateProductOnOrderSync ? Refresh.WhenChanged : Refresh.Never, contract.Contract.Trigger.Ref)
        );
    }

    public static Checked<PlannedCustomer> CustomerOf(BillableContract contract)
    {
        var (mapper, metadata, settings, _, stripe) = contract.Ground;
        return new CustomerStep(mapper, metadata, stripe).Plan(
            contract.Account,
            settings.UpdateCustomerOnOrderSync ? Refresh.UnlessSame : Refresh.Never,
            contract.Contract.Trigger.Ref
        );
    }

    private Checked<ContractPlan> OfNew(BilledBy kind, Func<Catalogue, StripeValue, Checked<SchedulePlan>> make)
    {
        var catalogue = CatalogueOf(contract, null);
        return from customer in CustomerOf(contract)
            from made in make(catalogue, customer.Id)
            from beside in _beside.Plan(timeline, catalogue, customer.Id)
            select Planned(catalogue, BillingPlace.New(made.Target, kind), made.ContinueAt, customer.Part, made.Part, beside);
    }

    private Checked<ContractPlan> OfChange(Due.Change change)
    {
        var catalogue = CatalogueOf(contract, change.Held);
        var isAmended = contract.Contract.Amendments.Any(order => order.StripeId is null);
        var customer = isAmended ? CustomerOf(contract).Select(customer => customer.Part) : PlanPart.None;
        return (
            from changed in Schedule(catalogue).Change(change.Held, change.Differs, change.IsUndoing ? contract.Sent?.At : null)
            from payer in _beside.Payer(change.Held)
            from beside in _beside.Plan(timeline, catalogue, payer.Id, change.Held)
            select Planned(catalogue, PlaceOf(change.Held), changed.ContinueAt, customer.Value ?? PlanPart.None, changed.Part, payer.Part, beside)
        ).After(customer.Errors);
    }

    private Checked<ContractPlan> OfRecords(Due.Records records)
    {
        if (records.IsOver)
        {
            return new ContractPlan(timeline, PlanPart.None, PlaceOf(records.Held));
        }

        var catalogue = CatalogueOf(contract, records.Held);
        return from payer in _beside.Payer(records.Held)
            from beside in _beside.Plan(timeline, catalogue, payer.Id)
            select Planned(catalogue, PlaceOf(records.Held), Schedule(catalogue).ContinueAt, payer.Part, beside);
    }

    private Checked<ContractPlan> OfInvoices(Due.Invoices due)
    {
        var late = new LateOrder(TimelineStage.PricesOf(contract));
        var catalogue = CatalogueOf(contract, due.Held);
        var place = due.Held is { } held ? PlaceOf(held) : BillingPlace.Kept(new StripeRef(InvoiceSteps.KeyOf(contract.Initial)), BilledBy.Invoice);
        return from coupons in TimelineStage.CouponsOf(contract)
            from invoices in Checked.All(due.Orders.Select(order => late.Invoice(order, contract.Now, coupons)))
            let told = timeline with
            {
                Invoices = due.Held is null ? invoices : [.. timeline.Invoices, .. Credited(invoices, due.Held)],
            }
            from payer in due.Held is { } schedule ? _beside.Payer(schedule) : CustomerOfLate(due)
            from beside in _beside.Plan(told, catalogue, payer.Id)
            select Planned(catalogue, place, null, payer.Part, beside) with
            {
                Timeline = told,
            };
    }

    private IEnumerable<TimelineInvoice> Credited(ImmutableArray<TimelineInvoice> invoices, ScheduleState held) =>
        invoices.Select(invoice => LateCredits.Settle(contract, timeline, held, invoice));

    /// <summary>Nobody need be looked up where all is invoiced already.</summary>
    private Checked<PlannedCustomer> CustomerOfLate(Due.Invoices due) =>
        due.Orders.Any(order => order.StripeId is null) ? CustomerOf(contract) : new PlannedCustomer("", PlanPart.None);

    private ContractPlan Planned(Catalogue catalogue, BillingPlace place, NodaTime.Instant? continueAt, params PlanPart[] parts)
    {
        var part = PlanPart.Join(parts);
        return new ContractPlan(timeline, part.And(catalogue.Archiving(part)), place, continueAt);
    }

    private ScheduleSteps Schedule(Catalogue catalogue) =>
        new(contract.Ground, timeline, catalogue, _header, _rules) { Marks = SentMarks.Of(contract.Sending, contract.Ground.Metadata) };

    private SubscriptionSteps Subscription(Catalogue catalogue) => new(contract.Ground, timeline, catalogue, _header, _rules);

    /// <summary>The id that orders keep: a schedule's, until it has let its subscription go.</summary>
    private BillingPlace PlaceOf(ScheduleState held)
    {
        var isSubscription = held.IsReleased || (contract.Target?.Id != held.Id && held.SubscriptionId is not null);
        var id = isSubscription ? held.SubscriptionId! : held.Id;
        var isMoved = isSubscription && held.IsReleased && contract.Initial.StripeId is { } known && known != id;
        return new BillingPlace(id, isSubscription ? BilledBy.Subscription : BilledBy.Schedule, order => isMoved && order == contract.Initial);
    }
}
