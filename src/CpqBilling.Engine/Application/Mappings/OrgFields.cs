using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Engine.Application.Mappings;

/// <summary>The org's own description of its fields, with the values of a sample beside them.</summary>
public sealed class OrgFields(BillingOrg org)
{
    /// <summary>Lookups that a path may cross.</summary>
    public const int Deepest = 4;

    private readonly OrgReader _reader = new(org.Salesforce);

    /// <param name="root">The object the path starts from.</param>
    /// <param name="recordId">Its sample; null for none.</param>
    /// <param name="lookups">Steps of the path so far, as in <c>Order.Account</c>; empty for the object's own fields.</param>
    public async Task<FieldLevel> ReadAsync(string root, string? recordId, ImmutableArray<string> lookups, CancellationToken cancellation)
    {
        var (type, id) = (root, recordId);
        for (var depth = 0; ; depth++)
        {
            var described = await _reader.DescribeAsync(type, cancellation);
            if (described is SalesforceAnswer<ObjectDescription>.Refused refused)
            {
                return new FieldLevel(type, type, [], refused.Error);
            }

            var description = ((SalesforceAnswer<ObjectDescription>.Found)described).Value;
            var record = id is null ? null : await RecordAsync(type, id, cancellation);
            if (depth == lookups.Length || depth == Deepest)
            {
                return new FieldLevel(type, description.Label, FieldsOf(description, record, depth));
            }

            var lookup = SalesforcePath.LookupField(lookups[depth]);
            if (description.Fields.GetValueOrDefault(lookup) is not { ReferenceTo: [var parent, ..] })
            {
                return new FieldLevel(type, description.Label, []);
            }

            (type, id) = (parent, record?.Text(lookup));
        }
    }

    /// <summary>A sample that cannot be read has no values; the fields are told all the same.</summary>
    private async Task<CpqRecord?> RecordAsync(string type, string id, CancellationToken cancellation) =>
        await _reader.RecordAsync(type, id, cancellation) is SalesforceAnswer<CpqRecord?>.Found found ? found.Value : null;

    private static ImmutableArray<OrgField> FieldsOf(ObjectDescription description, CpqRecord? record, int depth) =>
        [
            .. description
                .Fields.Values.OrderBy(field => field.Label, StringComparer.CurrentCultureIgnoreCase)
                .Select(field => new OrgField(
                    field.Name,
                    field.Label,
                    field.Type,
                    depth < Deepest && field.ReferenceTo is [var parent] ? parent : null,
                    TextOf(record?.Raw(field.Name))
                )),
        ];

    private static string? TextOf(object? value) =>
        value switch
        {
            null or "" => null,
            bool flag => flag ? "true" : "false",
            _ => $"{value}",
        };
}
