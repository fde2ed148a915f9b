using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Connections;

/// <summary>A connected org as people see it; no secret is among it.</summary>
/// <param name="SignsInBy">How the connector proves itself to the org.</param>
/// <param name="IsSyncing">False while a person has stopped it.</param>
public sealed record OrgConnectionView(
    string Id,
    string Name,
    bool IsSandbox,
    Uri Salesforce,
    string SignsInBy,
    string ClientId,
    bool IsSyncing,
    ImmutableArray<StripeConnectionView> Accounts
);
