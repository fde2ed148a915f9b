using CpqBilling.Core.Money;

namespace CpqBilling.Core.Pricing;

/// <summary>How the lines of a contract are priced: by what CPQ says, and by what phases and invoices need beside it.</summary>
public sealed record Prices(PriceReader Reader, PriceVariants Variants, Currency Currency);
