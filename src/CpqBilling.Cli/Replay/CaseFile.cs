using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Cli.Composition;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Cli.Replay;

/// <summary>A contract exported from an org, with the syncs to perform: records by sObject, settings, mappings, runs.</summary>
internal sealed class CaseFile
{
    private const string IdField = "Id";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private readonly JsonObject _salesforce;

    private CaseFile(JsonElement json, JsonObject salesforce, IReadOnlyList<CaseRun> runs)
    {
        Json = json;
        _salesforce = salesforce;
        Runs = runs;
    }

    public JsonElement Json { get; }

    public string Id => Json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString()! : "";

    public IReadOnlyList<CaseRun> Runs { get; }

    public bool MultiCurrency =>
        Json.TryGetProperty("settings", out var settings)
        && settings.ValueKind == JsonValueKind.Object
        && settings.TryGetProperty("multiCurrency", out var multi)
        && multi.ValueKind == JsonValueKind.True;

    public static CaseFile Read(string path)
    {
        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(path), Strict).RootElement;
            CheckKeys(json, "");
            if (
                json.ValueKind != JsonValueKind.Object
                || !json.TryGetProperty("salesforce", out var records)
                || !json.TryGetProperty("runs", out var runs)
            )
            {
                throw new CommandException($"{path} is not a case file: it needs the keys salesforce and runs.");
            }

            var file = new CaseFile(
                json,
                JsonObject.Create(records) ?? throw new FormatException("salesforce holds no records."),
                [.. runs.EnumerateArray().Select(CaseRun.Read)]
            );
            file.CheckRecords();
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {error.Message}");
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CommandException($"{path} is not a case file: {error.Message}");
        }
    }

    /// <summary>A key without a name would be told by nobody who reads it later.</summary>
    private static void CheckKeys(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    if (string.IsNullOrWhiteSpace(member.Name))
                    {
                        throw new FormatException($"{(path.Length == 0 ? "it" : path[1..])} has an empty key.");
                    }

                    CheckKeys(member.Value, $"{path}.{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    CheckKeys(item, $"{path}[{index}]");
                }

                break;
        }
    }

    /// <summary>A record that cannot be read is told before anything is played.</summary>
    private void CheckRecords()
    {
        foreach (var (type, rows) in _salesforce)
        {
            if (rows is not JsonArray)
            {
                throw new FormatException($"the records of {type} are no list.");
            }

            foreach (var row in rows.AsArray())
            {
                AppearsIn(row as JsonObject ?? throw new FormatException($"a record of {type} is no object."));
            }
        }

        foreach (var run in Runs)
        {
            Changes(run);
        }
    }

    /// <summary>Records that appear with a run: created in time for it, and not seen by an earlier one.</summary>
    public JsonObject RecordsOf(int run)
    {
        var records = new JsonObject();
        foreach (var (type, rows) in _salesforce)
        {
            records[type] = new JsonArray([.. rows!.AsArray().OfType<JsonObject>().Where(row => AppearsIn(row) == run).Select(Clean)]);
        }

        return records;
    }

    public static JsonObject Changes(CaseRun run)
    {
        var records = new JsonObject();
        foreach (var change in run.ChangesBefore)
        {
            var type = CaseRun.Text(change, "type");
            var row = JsonObject.Create(change.GetProperty("fields")) ?? throw new FormatException("a change has no fields.");
            row[IdField] = CaseRun.Text(change, IdField);
            var rows = records[type] as JsonArray ?? [];
            records[type] = rows.Parent is null ? rows : records[type];
            ((JsonArray)records[type]!).Add(row);
        }

        return records;
    }

    private int AppearsIn(JsonObject row)
    {
        var first = Math.Max(row["_first_seen_run"]?.GetValue<int>() ?? 1, 1);
        var created = Moment(row["CreatedDate"]?.GetValue<string>());
        for (var run = first; run <= Runs.Count; run++)
        {
            if (created is null || Runs[run - 1].RecordsCreatedUpTo is not { } limit || created <= limit)
            {
                return run - 1;
            }
        }

        return int.MaxValue;
    }

    private static JsonNode Clean(JsonObject row)
    {
        var copy = (JsonObject)row.DeepClone();
        foreach (var name in copy.Select(field => field.Key).Where(name => name.StartsWith('_')).ToList())
        {
            copy.Remove(name);
        }

        return copy;
    }

    internal static Instant? Moment(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment)
            ? Instant.FromDateTimeOffset(moment)
            : throw new FormatException($"{text} is no instant.");
    }
}

/// <summary>One sync of a case.</summary>
internal sealed record CaseRun(string Sync, Instant Now, Instant? RecordsCreatedUpTo, bool AlreadySynced, IReadOnlyList<JsonElement> ChangesBefore)
{
    public static CaseRun Read(JsonElement run) =>
        new(
            Text(run, "sync"),
            InstantPattern.General.Parse(Text(run, "now")).GetValueOrThrow(),
            run.TryGetProperty("recordsCreatedUpTo", out var limit) ? CaseFile.Moment(limit.GetString()) : null,
            run.TryGetProperty("alreadySynced", out var already) && already.ValueKind == JsonValueKind.True,
            run.TryGetProperty("changesBefore", out var changes) ? [.. changes.EnumerateArray()] : []
        );

    public static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!
            : throw new FormatException($"a run or a change of it needs a text for \"{name}\".");
}
