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
    private readonly JsonObject _salesforce;

    private CaseFile(JsonElement json, JsonObject salesforce, IReadOnlyList<CaseRun> runs)
    {
        Json = json;
        _salesforce = salesforce;
        Runs = runs;
    }

    public JsonElement Json { get; }

    public string Id => Json.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";

    public IReadOnlyList<CaseRun> Runs { get; }

    public bool MultiCurrency =>
        Json.TryGetProperty("settings", out var settings)
        && settings.TryGetProperty("multiCurrency", out var multi)
        && multi.ValueKind == JsonValueKind.True;

    public static CaseFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandException($"There is no file {path}.");
        }

        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
            if (
                json.ValueKind != JsonValueKind.Object
                || !json.TryGetProperty("salesforce", out var records)
                || !json.TryGetProperty("runs", out var runs)
            )
            {
                throw new CommandException($"{path} is not a case file: it needs the keys salesforce and runs.");
            }

            var file = new CaseFile(json, JsonObject.Create(records)!, [.. runs.EnumerateArray().Select(CaseRun.Read)]);
            file.CheckRecords();
            return file;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new CommandException($"{path} is not a case file: {error.Message}");
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

            foreach (var row in rows.AsArray().OfType<JsonObject>())
            {
                AppearsIn(row);
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
            var type = change.GetProperty("type").GetString()!;
            var row = JsonObject.Create(change.GetProperty("fields"))!;
            row[IdField] = change.GetProperty(IdField).GetString();
            var rows = records[type] as JsonArray ?? [];
            records[type] = rows.Parent is null ? rows : records[type];
            ((JsonArray)records[type]!).Add(row);
        }

        return records;
    }

    private int AppearsIn(JsonObject row)
    {
        var first = row["_first_seen_run"]?.GetValue<int>() ?? 1;
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
            run.GetProperty("sync").GetString()!,
            InstantPattern.General.Parse(run.GetProperty("now").GetString()!).Value,
            run.TryGetProperty("recordsCreatedUpTo", out var limit) ? CaseFile.Moment(limit.GetString()) : null,
            run.TryGetProperty("alreadySynced", out var already) && already.ValueKind == JsonValueKind.True,
            run.TryGetProperty("changesBefore", out var changes) ? [.. changes.EnumerateArray()] : []
        );
}
