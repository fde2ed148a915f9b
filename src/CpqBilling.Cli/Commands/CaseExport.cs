using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Translation;
using NodaTime.Text;

namespace CpqBilling.Cli.Commands;

/// <summary>Writes a contract as it was read as a case file, which <c>replay</c> and <c>plan --file</c> play.</summary>
/// <remarks>Ids become placeholders, so that the records can be loaded anywhere. Ids of Stripe stay behind: the case begins before the first sync.</remarks>
internal sealed class CaseExport
{
    private static readonly string[] Ours = ["Stripe_ID__c", "Stripe_Dashboard_Link__c", "Stripe_Invoice_Payment_Link__c", "Stripe_Sync_Status__c"];

    /// <summary>Whoever is meant: people and companies, where they are, and what was written about them.</summary>
    private static readonly string[] OfPeople = ["Account", "Contact", "User", "Opportunity", "SBQQ__Quote__c"];
    private static readonly string[] Telling =
    [
        "Name",
        "Email",
        "Phone",
        "Street",
        "City",
        "PostalCode",
        "State",
        "Description",
        "Website",
        "Fax",
        "Title",
    ];
    private readonly OrderSnapshot _snapshot;
    private readonly bool _isAnonymous;
    private readonly Dictionary<string, string> _placeholders;

    private CaseExport(OrderSnapshot snapshot, bool isAnonymous)
    {
        (_snapshot, _isAnonymous) = (snapshot, isAnonymous);
        _placeholders = snapshot
            .Records.All.GroupBy(record => record.Type)
            .SelectMany(group =>
                group.OrderBy(record => record.Id, StringComparer.Ordinal).Select((record, index) => (record.Id, $"{group.Key}#{index + 1}"))
            )
            .ToDictionary(pair => pair.Id, pair => pair.Item2);
    }

    /// <param name="configuration">The version in force; its parts join the file.</param>
    public static JsonObject Of(OrderSnapshot snapshot, JsonElement configuration, bool isAnonymous)
    {
        var export = new CaseExport(snapshot, isAnonymous);
        var trigger = export._placeholders[snapshot.TriggerOrderId];
        var file = new JsonObject { ["id"] = isAnonymous ? trigger : snapshot.Records.Find(snapshot.TriggerOrderId)?.Text("OrderNumber") ?? trigger };
        foreach (var part in new[] { "settings", "fieldDefaults", "fieldMappings" })
        {
            file[part] =
                configuration.ValueKind == JsonValueKind.Object && configuration.TryGetProperty(part, out var given)
                    ? JsonNode.Parse(given.GetRawText())
                    : new JsonObject();
        }

        file["salesforce"] = export.Records();
        file["runs"] = new JsonArray(new JsonObject { ["sync"] = trigger, ["now"] = InstantPattern.General.Format(snapshot.Now) });
        return file;
    }

    private JsonObject Records()
    {
        var records = new JsonObject();
        foreach (var group in _snapshot.Records.All.GroupBy(record => record.Type).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            records[group.Key] = new JsonArray([.. group.OrderBy(record => record.Id, StringComparer.Ordinal).Select(Row)]);
        }

        return records;
    }

    private JsonObject Row(CpqRecord record)
    {
        var row = new JsonObject { ["Id"] = _placeholders[record.Id] };
        foreach (var (field, value) in record.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (field != "Id" && value is not null && !Ours.Contains(field) && !IsLookupElsewhere(field, value))
            {
                row[field] = Value(record, field, value);
            }
        }

        return row;
    }

    /// <summary>A record that was not read cannot be pointed at.</summary>
    private bool IsLookupElsewhere(string field, object value) =>
        value is string { Length: 18 } id
        && !_placeholders.ContainsKey(id)
        && (field.EndsWith("Id", StringComparison.Ordinal) || field.EndsWith("__c", StringComparison.Ordinal))
        && id.All(char.IsAsciiLetterOrDigit)
        && char.IsAsciiDigit(id[0]);

    private JsonNode? Value(CpqRecord record, string field, object value) =>
        value switch
        {
            bool flag => flag,
            decimal number => number,
            string text when _placeholders.TryGetValue(text, out var placeholder) => placeholder,
            string text => _isAnonymous && IsTelling(record, field) ? $"{field} of {_placeholders[record.Id]}" : text,
            _ => value.ToString(),
        };

    private static bool IsTelling(CpqRecord record, string field) =>
        OfPeople.Contains(record.Type) && Telling.Any(part => field.Contains(part, StringComparison.Ordinal));
}
