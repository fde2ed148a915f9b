using CpqBilling.Core.Calendar;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Forecast;

/// <summary>The bills of a timeline.</summary>
internal sealed record TimelineBills(BillingTimeline Timeline, ScheduleBilling Billing, BillingDay Day) : ForecastBasis
{
    public override InvoiceForecast Told() => new Forecaster(Timeline, Billing, Day).Forecast();
}
