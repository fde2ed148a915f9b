using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Pricing;
using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>A licensed line with what decides how it is charged.</summary>
/// <param name="From">When it takes effect; "now" where Stripe makes no bill at that moment.</param>
/// <param name="End">When it ends in Stripe, by its own date or the contract's termination.</param>
/// <param name="ChargesFullPeriod">A short initial term that costs one full period.</param>
internal sealed record ChargedLine(LineLife Life, LineValue Value, Boundary From, Boundary End, bool ChargesFullPeriod)
{
    public LineTerm Term => Value.Term;

    /// <summary>The law of charging for so many units, by the line's own dates.</summary>
    public LineCharges Charges(decimal units, ContractLife life, ProrationPrecision precision, BillingDay day) =>
        LineCharges.Of(Value.TermFor(units), new BilledDates(Calendar(life), From, day), precision, ChargesFullPeriod);

    public BillingCalendar Calendar(ContractLife life) => life.DatesOf(Life);
}
