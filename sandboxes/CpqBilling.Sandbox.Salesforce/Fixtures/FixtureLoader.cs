using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Fixtures;

/// <summary>Loads records as case files hold them: by object, ids as placeholders such as <c>Order#1</c>, no validation, no triggers.</summary>
/// <remarks>
/// A placeholder keeps its id for the life of the org, so later loads may add records or change known ones.
/// Records that are only pointed to become stubs. <c>_deleted</c> deletes softly; other keys that begin with <c>_</c> are not fields.
/// </remarks>
internal sealed partial class FixtureLoader(SandboxOrg org)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9_]*)#\d+$")]
    private static partial Regex Placeholder();

    public IReadOnlyDictionary<string, string> Ids => _ids;

    public void Clear() => _ids.Clear();

    /// <summary>Takes up the placeholders of an org that was kept in a file.</summary>
    public void Recall()
    {
        foreach (var (placeholder, id) in JsonNode.Parse(org.Fact("placeholders") ?? "{}")!.AsObject())
            _ids[placeholder] = id!.GetValue<string>();
    }

    /// <summary>Takes the records by object, or a whole case file with them under <c>salesforce</c>.</summary>
    public void Load(JsonObject file)
    {
        var records = file["salesforce"] as JsonObject ?? file;
        if ((file["multiCurrency"] ?? file["settings"]?["multiCurrency"]) is JsonValue multiCurrency)
            org.Schema.MultiCurrency = multiCurrency.GetValue<bool>();
        var now = (file["now"] ?? (file["runs"] as JsonArray)?[0]?["now"]) is JsonValue text ? FieldInput.Instant(text.GetValue<string>()) : null;
        org.Write(
            org.IntegrationUser,
            session =>
            {
                var rows = Rows(records).ToList();
                foreach (var (type, row) in rows)
                    if (row["Id"]?.GetValue<string>() is { } id && Placeholder().IsMatch(id))
                        Reserve(id, type);
                foreach (var (type, row) in rows)
                    Load(type, row, now, session);
                org.KeepFact(
                    "placeholders",
                    new JsonObject([.. _ids.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]).ToJsonString()
                );
                org.KeepFact("multiCurrency", org.Schema.MultiCurrency ? "true" : "false");
                return 0;
            }
        );
    }

    private IEnumerable<(ObjectDef Type, JsonObject Row)> Rows(JsonObject records)
    {
        foreach (var (name, list) in records)
            if (list is JsonArray array)
            {
                var type = org.Schema.Find(name) ?? throw new FormatException($"There is no object {name} in this org.");
                foreach (var row in array.OfType<JsonObject>())
                    yield return (type, row);
            }
    }

    private void Load(ObjectDef type, JsonObject row, DateTimeOffset? now, WriteSession session)
    {
        var values = new Dictionary<FieldDef, object?>();
        foreach (var (name, node) in row)
            if (name is not ("Id" or "attributes") && !name.StartsWith('_'))
                values[type.Find(name) ?? throw new FormatException($"{type.Name} has no field {name}.")] = Value(type.Find(name)!, node, session);
        var isDeleted = row["_deleted"]?.GetValue<bool>() ?? false;
        if (isDeleted)
            values[type["IsDeleted"]] = true;
        var id = Id(row, type);
        if (id is not null && session.Store.Find(id) is { } known)
        {
            session.Update(known, values, WriteMode.Fixture);
            return;
        }
        FixtureDates.Fill(type, values, now, session.Store);
        session.Insert(type, values, WriteMode.Fixture, id);
    }

    private string? Id(JsonObject row, ObjectDef type)
    {
        if (row["Id"]?.GetValue<string>() is not { } id)
            return null;
        return Placeholder().IsMatch(id)
            ? Reserve(id, type)
            : SalesforceId.Normalize(id) ?? throw new FormatException($"{id} is neither an id nor a placeholder.");
    }

    private object? Value(FieldDef field, JsonNode? node, WriteSession session)
    {
        if (
            node is JsonValue value
            && value.TryGetValue<string>(out var text)
            && Placeholder().Match(text) is { Success: true } match
            && TypeOf(match.Groups[1].Value, field) is { } target
        )
            return Target(text, target, session);
        return JsonInput.Unchecked(field, node);
    }

    /// <summary>The id behind a placeholder; one that no record of this load has becomes a stub.</summary>
    private string Target(string placeholder, ObjectDef type, WriteSession session)
    {
        if (_ids.TryGetValue(placeholder, out var id))
            return id;
        id = Reserve(placeholder, type);
        var values = new Dictionary<FieldDef, object?>();
        if (type.NameField is { IsAutoNumber: false } name)
            values[name] = placeholder.Replace('#', ' ');
        session.Insert(type, values, WriteMode.Fixture, id);
        return id;
    }

    private string Reserve(string placeholder, ObjectDef type)
    {
        if (!_ids.TryGetValue(placeholder, out var id))
            _ids.Add(placeholder, id = org.Store[type].NewRecord().Id);
        return id;
    }

    /// <summary>Placeholders leave namespace and suffix out: <c>Dimension#1</c> is a record of <c>SBQQ__Dimension__c</c>.</summary>
    private ObjectDef? TypeOf(string name, FieldDef field) =>
        field.ReferenceTo.Select(org.Schema.Find).FirstOrDefault(type => type is not null && ShortName(type) == name)
        ?? org.Schema.Find(name)
        ?? org.Schema.Objects.FirstOrDefault(type => ShortName(type) == name);

    private static string ShortName(ObjectDef type)
    {
        var name = type.Name.StartsWith("SBQQ__", StringComparison.Ordinal) ? type.Name[6..] : type.Name;
        return name.EndsWith("__c", StringComparison.Ordinal) ? name[..^3] : name;
    }
}
