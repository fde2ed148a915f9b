using System.Collections.Immutable;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Application.Issues;

/// <summary>One cause and every order it stops.</summary>
/// <param name="Since">When the first of them met it.</param>
/// <param name="HeldBack">What CPQ sold with these orders, by currency.</param>
public sealed record Issue(
    string Code,
    string Meaning,
    string Fix,
    OrderState State,
    Instant? Since,
    ImmutableArray<HeldMoney> HeldBack,
    ImmutableArray<IssueOrder> Orders
);
