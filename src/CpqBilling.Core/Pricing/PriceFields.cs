using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Pricing;

/// <summary>Parameters of a price, metadata apart.</summary>
internal sealed record PriceFields(StripeMap Body, StripeMap Metadata);
