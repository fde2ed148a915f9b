using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>What an order gives back that comes when the contract is over: as the settings say, and not more than was paid.</summary>
internal static class LateCredits
{
    public static TimelineInvoice Settle(BillableContract contract, BillingTimeline timeline, ScheduleState schedule, TimelineInvoice invoice)
    {
        if (!invoice.Charges.Any(charge => IsCredit(charge)))
        {
            return invoice;
        }

        var bills = new LineBills(timeline, TimelineStage.BillingOf(contract, timeline, schedule), contract.Day);
        var charges = invoice
            .Charges.Where(charge => !IsCredit(charge) || IsGiven(contract, timeline, charge.Order, charge.Line))
            .Select(charge => IsCredit(charge) ? Net(charge, timeline, bills, invoice) : charge);
        return invoice with { Charges = [.. charges.Where(charge => charge.Unit != 0)] };
    }

    /// <summary>A timeline that is over, with what people are to know of units that are given back then.</summary>
    public static BillingTimeline Noted(BillableContract contract, BillingTimeline timeline) =>
        contract.Held is { Status: ScheduleStatus.Completed }
            ? timeline with
            {
                Notes = [.. timeline.Notes, .. Notes(contract, timeline, contract.Contract.Amendments.Where(order => order.StripeId is null))],
            }
            : timeline;

    /// <summary>A termination that comes when all is over ends nothing: it only gives back, where everything is credited.</summary>
    public static Order? EndingOf(BillableContract contract, BillingTimeline timeline, ScheduleState held) =>
        held.Status == ScheduleStatus.Completed && contract.Settings.CreditUnusedTime == CreditMode.Everything ? null : timeline.Termination?.Order;

    /// <summary>What is given back and stays billed.</summary>
    private static IEnumerable<OrderNote> Notes(BillableContract contract, BillingTimeline timeline, IEnumerable<Order> orders) =>
        orders
            .SelectMany(order => order.Lines.Where(IsReduction), (order, line) => (Order: order, Line: line))
            .Where(row => !IsGiven(contract, timeline, row.Order, row.Line))
            .Select(row => new OrderNote(
                row.Order,
                $"{MinorUnits.Trim(-row.Line.Quantity)} of {row.Line.Product?.Text("Name") ?? row.Line.Id} given back when the contract was over: "
                    + $"{MinorUnits.Trim(-row.Line.Quantity * (row.Line.UnitPrice ?? 0))} {contract.Currency.Code.ToUpperInvariant()} stay billed, as creditUnusedTime says."
            ));

    private static bool IsReduction(OrderLine line) =>
        line is { Quantity: < 0, IsRebate: false, IsRecurring: true, IsSkipped: false, IsMetered: false };

    private static bool IsCredit(TimelineCharge charge) => charge.Line is { Quantity: < 0, IsRebate: false } && charge.Unit < 0;

    private static bool IsGiven(BillableContract contract, BillingTimeline timeline, Order order, OrderLine line) =>
        contract.Settings.CreditUnusedTime switch
        {
            CreditMode.Everything => true,
            CreditMode.None => false,
            CreditMode.AllReductions => timeline.Termination?.Order != order,
            _ => timeline.Termination?.Order != order && -line.Quantity >= LeftOf(timeline, line),
        };

    /// <summary>Units of what the line revises that ran on its first day.</summary>
    private static decimal LeftOf(BillingTimeline timeline, OrderLine line)
    {
        var root = Revised(timeline, line)?.Life.Root;
        return timeline.Life.Lines.Where(life => life.Root == root && life.Term.EndExclusive > line.Start).Sum(life => life.Left);
    }

    private static TimelineCharge Net(TimelineCharge charge, BillingTimeline timeline, LineBills bills, TimelineInvoice invoice) =>
        Revised(timeline, charge.Line) is { } line
            ? charge with
            {
                Unit = MinorUnits.ToStripePrecision(charge.Unit * bills.PaidPart(line, charge.Line.Start ?? line.Life.Term.Start, invoice.At.At)),
            }
            : charge;

    private static PricedLine? Revised(BillingTimeline timeline, OrderLine line) =>
        timeline.Lines.FirstOrDefault(priced => priced.Life.Line.Id == line.RevisedLineId);
}
