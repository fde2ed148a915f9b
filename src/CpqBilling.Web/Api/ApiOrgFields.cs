using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CpqBilling.Engine.Application.Mappings;

namespace CpqBilling.Web.Api;

/// <param name="Kind">The Salesforce object that the fields belong to.</param>
public sealed record ApiOrgFields([property: JsonPropertyName("object")] string Kind, string Label, ImmutableArray<OrgField> Fields)
{
    internal static ApiOrgFields Of(FieldLevel level) => new(level.Type, level.Label, level.Fields);
}
