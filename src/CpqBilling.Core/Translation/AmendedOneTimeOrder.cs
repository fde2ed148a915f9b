using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>An order with one-time lines only that later orders change: each of them is an invoice of its own, made at its sync.</summary>
/// <remarks>docs/decisions/0051.</remarks>
internal sealed record AmendedOneTimeOrder(BillableContract Contract, BillingTimeline Timeline)
{
    /// <summary>What is taken back and stays billed.</summary>
    public ImmutableArray<OrderNote> Notes => Timeline.Notes;

    public ForecastBasis Bills => new InvoiceBills(Timeline, Contract.Day, Contract.Currency);

    public static Checked<AmendedOneTimeOrder> Of(BillableContract contract, ImmutableArray<CouponSpec> coupons)
    {
        var (initial, amendments) = (contract.Initial, contract.Contract.Amendments);
        var terms = new TermReader(contract.Ground.Mapper, contract.Settings);
        var lines = new LineReader(contract.Ground.Mapper, contract.Settings, contract.Currency);
        var instants = new EffectiveInstants(contract.Now, contract.Day)
        {
            Remembered = contract.Snapshot.EffectiveInstants,
            BilledElsewhere = [.. amendments.Where(order => PreExistence.Of(order, contract)).Select(order => order.Id)],
        };
        return from applied in new ContractApplier(contract.Contract, terms, lines, instants, contract.Calendar).Apply()
            let invoiced = applied.Orders.Select(order => order.Order == initial ? order.AsInvoice(instants.AtSync(initial)) : order)
            let life = applied with
            {
                Orders = [.. invoiced],
            }
            from timeline in new TimelineBuilder(life, TimelineStage.PricesOf(contract), coupons, contract.Settings).Build()
            select new AmendedOneTimeOrder(contract, NetOfDiscounts(timeline, contract));
    }

    /// <summary>Amendments that are not in Stripe yet.</summary>
    /// <param name="isTakenOver">Those from before syncing began were billed elsewhere, too.</param>
    public ImmutableArray<Order> Unsynced(bool isTakenOver) =>
        [
            .. Contract.Contract.Amendments.Where(order =>
                IsUnsynced(order) && !(isTakenOver && (PreExistence.Of(order, Contract) || !IsBilled(order)))
            ),
        ];

    /// <summary>What is made already, and invoices of later orders behind it.</summary>
    /// <param name="orders">Those of which invoices are made.</param>
    public Checked<PlanPart> Plan(InvoiceSteps steps, ImmutableArray<Order> orders, StripeValue customer, PlanPart made) =>
        Checked.Fold(
            made,
            Timeline
                .Invoices.Where(invoice => invoice.Order != Contract.Initial && orders.Contains(invoice.Order) && IsBilled(invoice.Order))
                .Select(invoice => PlannedInvoice.Of(invoice, Timeline.Life.Applied(invoice.Order).Terms, Contract.Now)),
            (before, planned) => steps.Plan(planned, customer, before).Select(before.And)
        );

    private bool IsUnsynced(Order order) => order.StripeId is null || Contract.Sent?.Owed.Contains(order.Id) == true;

    private bool IsBilled(Order order) => Timeline.MadeInvoices.Any(invoice => invoice.Order == order);

    /// <summary>A credit gives back what was paid for the line that is taken back.</summary>
    private static BillingTimeline NetOfDiscounts(BillingTimeline timeline, BillableContract contract)
    {
        var billed = timeline
            .MadeInvoices.SelectMany(invoice => Forecaster.Beside(invoice, contract.Day).Lines)
            .Where(line => line.Kind is null)
            .ToLookup(line => line.Line.Id);
        return timeline with
        {
            Invoices =
            [
                .. timeline.Invoices.Select(invoice =>
                    invoice with
                    {
                        Charges = [.. invoice.Charges.Select(charge => Net(charge, billed[charge.Line.Id])).Where(charge => charge.Unit != 0)],
                    }
                ),
            ],
        };
    }

    private static TimelineCharge Net(TimelineCharge charge, IEnumerable<ForecastLine> billed)
    {
        var gross = billed.Sum(line => line.Amount);
        return charge.Kind != ChargeKind.Credit || gross <= 0
            ? charge
            : charge with
            {
                Unit = MinorUnits.ToStripePrecision(charge.Unit * (gross - billed.Sum(line => line.Discount)) / gross),
            };
    }
}
