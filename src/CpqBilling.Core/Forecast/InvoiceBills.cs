using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Money;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Forecast;

/// <summary>Orders of which each is an invoice of its own.</summary>
internal sealed record InvoiceBills(BillingTimeline Timeline, BillingDay Day, Currency Currency) : ForecastBasis
{
    public override InvoiceForecast Told()
    {
        ImmutableArray<ForecastInvoice> made =
        [
            .. Timeline.MadeInvoices.Select(invoice => Forecaster.Beside(invoice, Day)).OrderBy(invoice => invoice.Date),
        ];
        return new InvoiceForecast(made, Currency.Code, Reconciler.Reconcile(Timeline, made), HasUsage: false);
    }
}
