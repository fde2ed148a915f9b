using System.Text.RegularExpressions;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Mapping;

/// <summary>Walks a dotted Salesforce path from a record through its lookups.</summary>
/// <remarks>
/// A step may name the lookup field (<c>OpportunityId</c>, <c>SBQQ__Quote__c</c>) or the relationship
/// (<c>Opportunity</c>, <c>SBQQ__Quote__r</c>). A missing link yields null (docs/rules/mapping.md 1).
/// </remarks>
public static partial class SalesforcePath
{
    /// <summary>Names and dots and nothing else: a mapped path ends up in a query.</summary>
    public static bool IsWellFormed(string path) => Pattern().IsMatch(path);

    public static object? Read(RecordGraph graph, CpqRecord root, string path)
    {
        var steps = path.Split('.');
        var record = root;
        foreach (var step in steps[..^1])
        {
            if (graph.Parent(record, LookupField(step)) is not { } parent)
            {
                return null;
            }

            record = parent;
        }

        return record.Raw(steps[^1]);
    }

    /// <summary>The lookup field a step stands for.</summary>
    public static string LookupField(string step) =>
        step.EndsWith("__c", StringComparison.Ordinal) || step.EndsWith("Id", StringComparison.Ordinal) ? step
        : step.EndsWith("__r", StringComparison.Ordinal) ? step[..^1] + "c"
        : step + "Id";

    /// <summary>The relationship a step stands for, as SOQL wants it.</summary>
    public static string Relationship(string step)
    {
        var lookup = LookupField(step);
        return lookup.EndsWith("__c", StringComparison.Ordinal) ? lookup[..^1] + "r" : lookup[..^2];
    }

    [GeneratedRegex(@"^[A-Za-z]\w*(\.[A-Za-z]\w*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
