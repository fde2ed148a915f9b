using System.Collections.Immutable;

namespace CpqBilling.Web.Api;

/// <param name="ByMonth"><c>2026-11</c> → minor units, discounts taken off.</param>
public sealed record ApiForecastRow(string Name, ImmutableDictionary<string, long> ByMonth, long Total);
