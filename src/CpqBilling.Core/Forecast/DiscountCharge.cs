using CpqBilling.Core.Pricing;
using CpqBilling.Core.Timeline;
using NodaTime;

namespace CpqBilling.Core.Forecast;

/// <summary>A discount sent as a negative amount, where no coupon can give it.</summary>
internal static class DiscountCharge
{
    /// <param name="line">Whose product it names.</param>
    /// <param name="off">Minor units, above zero.</param>
    public static TimelineCharge Of(PricedLine line, decimal off, LocalDate since, LocalDate until) =>
        new(line.Life.Order, line.Life.Line, ChargeKind.Discount, null, line.Price, -off, 1, since, LocalDate.Max(since, until), false, []);
}
