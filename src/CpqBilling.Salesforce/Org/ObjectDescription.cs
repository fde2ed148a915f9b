using System.Text.Json;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>A field as Salesforce describes it.</summary>
/// <param name="ReferenceTo">Objects a lookup may point at; several for owners and the like.</param>
public sealed record FieldDescription(string Name, string Label, string Type, IReadOnlyList<string> ReferenceTo, bool IsUpdateable);

/// <summary>An object as Salesforce describes it; our own names without the namespace.</summary>
public sealed record ObjectDescription(string Name, string Label, string? KeyPrefix, IReadOnlyDictionary<string, FieldDescription> Fields)
{
    internal static ObjectDescription Read(JsonElement json, PackageNames names) =>
        new(
            names.Local(json.Text("name") ?? ""),
            json.Text("label") ?? "",
            json.Text("keyPrefix"),
            json.Items("fields")
                .Select(field => ReadField(field, names))
                .GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase)
        );

    private static FieldDescription ReadField(JsonElement field, PackageNames names) =>
        new(
            names.Local(field.Text("name") ?? ""),
            field.Text("label") ?? "",
            field.Text("type") ?? "string",
            [.. field.Items("referenceTo").Select(type => names.Local(type.GetString() ?? ""))],
            field.Flag("updateable")
        );
}

/// <summary>Finds the field at the end of a mapped path by walking descriptions.</summary>
public sealed class PathTypes(OrgReader org)
{
    /// <summary>The field, null when the path leads nowhere, or why it could not be found out.</summary>
    public async Task<SalesforceAnswer<FieldDescription?>> FieldAsync(string root, string path, CancellationToken cancellation)
    {
        var steps = path.Split('.');
        var type = root;
        var calls = 0;
        for (var i = 0; ; i++)
        {
            var answer = await org.DescribeAsync(type, cancellation);
            calls += answer.Calls;
            if (answer is SalesforceAnswer<ObjectDescription>.Refused refused)
            {
                return new SalesforceAnswer<FieldDescription?>.Refused(refused.Error, calls);
            }

            var fields = ((SalesforceAnswer<ObjectDescription>.Found)answer).Value.Fields;
            var isLast = i == steps.Length - 1;
            var field = fields.GetValueOrDefault(isLast ? steps[i] : SalesforcePath.LookupField(steps[i]));
            if (isLast || field is not { ReferenceTo: [var parent, ..] })
            {
                return new SalesforceAnswer<FieldDescription?>.Found(isLast ? field : null, calls);
            }

            type = parent;
        }
    }
}
