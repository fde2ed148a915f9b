using System.Collections.Immutable;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>One Stripe object of the mapper, as it would be made for a sample.</summary>
/// <param name="Root">The Salesforce object that paths start from.</param>
/// <param name="RecordId">The sample's record of that object; null where the sample makes no such Stripe object.</param>
/// <param name="MetadataKeys">Of the sample with the draft: Stripe takes 50.</param>
public sealed record MappingSection(string ObjectKey, string Root, string? RecordId, ImmutableArray<MappingRow> Rows, int MetadataKeys);
