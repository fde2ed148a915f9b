using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>The fields at the end of some lookups.</summary>
/// <param name="Type">The Salesforce object they belong to.</param>
/// <param name="Error">Why they cannot be shown; null where they can.</param>
public sealed record FieldLevel(string Type, string Label, ImmutableArray<OrgField> Fields, SyncError? Error = null);
