using System.Collections.Immutable;

namespace CpqBilling.Core.Errors;

/// <summary>The closed list of errors, in order of their codes, retired ones included.</summary>
public static class ErrorCatalog
{
    public static ImmutableArray<ErrorDefinition> All { get; } =
    [
        .. OrderErrors.Definitions,
        .. ShapeErrors.Definitions,
        .. MappingErrors.Definitions,
        .. StripeErrors.Definitions,
        .. SalesforceErrors.Definitions,
        .. ConnectionErrors.Definitions,
        .. ChangedErrors.Definitions,
        .. DefectErrors.Definitions,
    ];
}
