using System.Collections.Immutable;
using CpqBilling.Engine.Application.Mappings;

namespace CpqBilling.Web.Api;

/// <param name="Object">The Salesforce object that the fields belong to.</param>
public sealed record ApiOrgFields(string Object, string Label, ImmutableArray<OrgField> Fields)
{
    internal static ApiOrgFields Of(FieldLevel level) => new(level.Type, level.Label, level.Fields);
}
