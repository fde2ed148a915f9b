using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Settings;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>Which bill one-time lines stand on, where the settings leave a choice.</summary>
internal static class OneTimePlacement
{
    public static ContractLife Settle(ContractLife life, BillingSettings settings, BillingDay day) =>
        life with
        {
            Orders =
            [
                .. life.Orders.Select(order =>
                    IsBeforeStart(order, life, settings) ? AtOrderStart(order, day)
                    : order.IsInvoice && settings.OneTimeAmendments == OneTimeAmendments.NextInvoice ? OnNextBill(order, life, day)
                    : order
                ),
            ],
        };

    private static bool IsBeforeStart(AppliedOrder order, ContractLife life, BillingSettings settings) =>
        settings.OneTimeBeforeStart == OneTimeBeforeStart.AtOrderStart
        && order.Order == life.Contract.Initial
        && order.Terms.Start < life.Start
        && !order.OneTimeLines.IsEmpty;

    private static AppliedOrder AtOrderStart(AppliedOrder order, BillingDay day) =>
        order with
        {
            OneTimeLines = [],
            InvoicedLines = order.OneTimeLines,
            InvoicedAt = new Boundary(day.StartOf(order.Terms.Start)),
        };

    /// <summary>As it was where no bill is left.</summary>
    private static AppliedOrder OnNextBill(AppliedOrder order, ContractLife life, BillingDay day) =>
        NextBill(order.InvoicedAt, life, day) is not { } bill
            ? order
            : order with
            {
                From = new Boundary(bill),
                OneTimeLines = order.InvoicedLines,
                Returns = order.InvoicedReturns,
                InvoicedLines = [],
                InvoicedReturns = [],
                IsInvoice = false,
                IsOnNextBill = true,
            };

    private static Instant? NextBill(Boundary after, ContractLife life, BillingDay day) =>
        life.Termination is { IsImmediate: true } ? null : life.Lines.Select(line => NextBill(after, line, life, day)).Min();

    private static Instant? NextBill(Boundary after, LineLife line, ContractLife life, BillingDay day)
    {
        var calendar = life.DatesOf(line);
        var index = calendar.IndexAtOrAfter(LocalDate.Max(day.DateOf(after.At), line.Term.Start));
        var at = day.StartOf(calendar.Nth(index));
        at = at < after.At || (after.IsNow && at == after.At) ? day.StartOf(calendar.Nth(index + 1)) : at;
        var isRunning = at >= line.From.At && at < life.EndOf(line, day).At && line.QuantityAt(new Boundary(at)) > 0;
        return isRunning ? at : null;
    }
}
