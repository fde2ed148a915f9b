using System.Collections.Immutable;
using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Which alerts of an org somebody has looked at.</summary>
/// <param name="Subject">Null for all of these kinds.</param>
public sealed record AlertScope(string OrgId, ImmutableArray<AlertKind> Kinds, string? Subject = null);
