using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CpqBilling.Engine.Application.Mappings;

namespace CpqBilling.Web.Api;

/// <summary>A Stripe object whose fields can be mapped; metadata can be on all of them.</summary>
/// <param name="Kind">As <c>fieldMappings</c> and <c>fieldDefaults</c> name it.</param>
/// <param name="Root">The Salesforce object that paths start from.</param>
/// <param name="Fields">Dotted paths.</param>
public sealed record ApiMappedObject([property: JsonPropertyName("object")] string Kind, string Root, ImmutableArray<string> Fields)
{
    internal static ApiMappedObject Of(string key, string root) => new(key, root, [.. MappingBook.FieldsOf(key).Select(field => field.Path)]);
}
