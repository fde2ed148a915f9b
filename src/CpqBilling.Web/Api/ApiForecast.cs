using System.Collections.Immutable;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Currency">ISO code in lower case.</param>
/// <param name="Currencies">All that have expected invoices.</param>
/// <param name="Until">Exclusive.</param>
public sealed record ApiForecast(
    string Currency,
    ImmutableArray<string> Currencies,
    LocalDate From,
    LocalDate Until,
    int Invoices,
    int Contracts,
    ImmutableArray<ApiForecastRow> Rows
);
