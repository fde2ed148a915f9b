namespace CpqBilling.Web.Api;

/// <param name="Currency">ISO code; the one with most invoices without it.</param>
/// <param name="From">First day, as 2026-11-30; today without it.</param>
/// <param name="Months">1 to 60; 12 without it.</param>
/// <param name="By">month, account, product or kind.</param>
public sealed record ForecastAsked(string? Currency, string? From, int? Months, string? By);
