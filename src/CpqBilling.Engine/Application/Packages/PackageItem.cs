namespace CpqBilling.Engine.Application.Packages;

/// <param name="Amount">What the quantity costs for one interval, in major units; null where it depends on use or on tiers.</param>
/// <param name="Interval">Such as "month" or "3 months"; null when it is billed once.</param>
public sealed record PackageItem(string Name, decimal? Quantity, decimal? Amount, string CurrencyCode, string? Interval);
