using System.Collections.Immutable;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Runs;
using CpqBilling.Engine.Service;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Application;

/// <summary>How an org stands, on one page.</summary>
/// <param name="ChangedAt">When anything last changed; null before the first order.</param>
/// <param name="Forecast">In the currency with most invoices; null before there is one.</param>
public sealed record Overview(OrderCounts Counts, ImmutableArray<Issue> Issues, RunFigures Runs, ForecastTable? Forecast, Instant? ChangedAt)
{
    /// <summary>Null before Salesforce was asked for orders.</summary>
    public OrgContact? Contact { get; init; }

    /// <summary>Whether anything needs a person.</summary>
    public string Sentence =>
        Contact is { Refusal: not null } ? "Salesforce cannot be read"
        : Counts.Total == 0 ? "No order has been activated yet"
        : Counts.In(OrderState.NeedsYou) switch
        {
            0 => "Nothing needs you",
            1 => "One order needs you",
            var count => $"{count:#,##0} orders need you",
        };

    /// <summary>What there is to say of everything else.</summary>
    public string Rest =>
        Contact is { Refusal: { } refusal } ? $"{refusal} What was activated meanwhile is billed as soon as it answers again."
        : Counts.Total == 0 ? "Activate one in Salesforce, and it appears here within seconds."
        : (Counts.In(OrderState.Retrying), Counts.In(OrderState.Waiting) + Counts.In(OrderState.Running)) switch
        {
            (0, 0) => "Everything else is in step.",
            (0, var waiting) => $"{waiting:#,##0} are on their way.",
            (var retrying, 0) => $"{retrying:#,##0} are tried again by themselves.",
            var (retrying, waiting) => $"{retrying:#,##0} are tried again by themselves, {waiting:#,##0} are on their way.",
        };

    public ImmutableArray<HeldMoney> Held =>
        [
            .. Issues
                .Where(issue => issue.State == OrderState.NeedsYou)
                .SelectMany(issue => issue.HeldBack)
                .GroupBy(money => money.Currency)
                .Select(group => new HeldMoney(group.Key, group.Sum(money => money.Minor))),
        ];
}
