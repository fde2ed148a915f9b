using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An invoice as it was expected beside what Stripe made of it.</summary>
/// <param name="Expected">Minor units; null on an invoice that nobody expected.</param>
/// <param name="Actual">Null before it is made.</param>
public sealed record ComparedInvoice(
    LocalDate Date,
    ImmutableArray<ExpectedLine> Lines,
    decimal? Expected,
    decimal Discount,
    ActualInvoice? Actual,
    InvoiceStanding Standing
)
{
    /// <summary>Minor units that Stripe asks for beyond what was expected, taxes aside; null while one of both is missing.</summary>
    public decimal? Difference => Expected is { } expected && Actual is { } actual ? actual.Total - actual.Tax - expected : null;
}
