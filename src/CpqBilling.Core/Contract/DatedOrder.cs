using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>An order with its dates and the moment from which it counts in Stripe.</summary>
internal sealed record DatedOrder(Order Order, OrderTerms Terms, Boundary From);
