using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Money;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Timeline;

/// <summary>One-time lines that are taken back are credited like recurring ones; what stays billed is told.</summary>
internal sealed class OneTimeReturns(ContractLife life, Prices prices, BillingSettings settings)
{
    /// <summary>Nothing where the settings leave it billed.</summary>
    public Checked<TimelineCharge> Credit(OneTimeReturn taken) =>
        IsCredited(taken)
            ? OneTimeLinePricer.Price(taken.Returned, prices).Select(priced => Credit(taken, priced.Price))
            : Checked.Nothing<TimelineCharge>();

    private TimelineCharge Credit(OneTimeReturn taken, PriceSpec like)
    {
        var total = MinorUnits.ToChargeStep(MinorUnits.FromMajor(taken.Amount, prices.Currency), prices.Currency);
        var isEven = taken.Units == decimal.Truncate(taken.Units) && MinorUnits.ToStripePrecision(total / taken.Units) * taken.Units == total;
        return new TimelineCharge(
            taken.Order,
            taken.Returned.Line,
            ChargeKind.Credit,
            null,
            like,
            isEven ? -total / taken.Units : -total,
            isEven ? (long)taken.Units : 1,
            null,
            null,
            false,
            []
        )
        {
            Units = isEven ? null : taken.Units,
        };
    }

    public IEnumerable<OrderNote> Notes() =>
        life
            .Orders.SelectMany(order => order.Returns.Concat(order.InvoicedReturns))
            .Where(taken => !IsCredited(taken))
            .Select(taken => new OrderNote(
                taken.Order,
                $"{MinorUnits.Trim(taken.Units)} of {taken.Returned.Line.Product?.Text("Name") ?? taken.Returned.Line.Id} taken back: "
                    + $"{MinorUnits.Trim(taken.Amount)} {prices.Currency.Code.ToUpperInvariant()} stay billed, as creditUnusedTime says."
            ));

    private bool IsCredited(OneTimeReturn taken) =>
        settings.CreditUnusedTime switch
        {
            CreditMode.Everything => true,
            CreditMode.None => false,
            _ when life.Termination?.Order == taken.Order => false,
            CreditMode.AllReductions => true,
            _ => taken.IsWhole,
        };
}
