using System.Collections.Immutable;
using CpqBilling.Engine.Application.Issues;
using CpqBilling.Engine.Application.Words;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <summary>One cause and every order it stops.</summary>
/// <param name="State">needs-you or retrying.</param>
/// <param name="HeldBack">What CPQ sold with these orders, in minor units by currency.</param>
public sealed record ApiIssue(
    string Code,
    string Meaning,
    string Fix,
    string State,
    Instant? Since,
    ImmutableArray<HeldMoney> HeldBack,
    ImmutableArray<ApiOrder> Orders
)
{
    internal static ApiIssue Of(Issue issue) =>
        new(
            issue.Code,
            issue.Meaning,
            issue.Fix,
            OrderWords.Slug(issue.State),
            issue.Since,
            issue.HeldBack,
            [.. issue.Orders.Select(order => ApiOrder.Of(order.Order))]
        );
}
