using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Records;
using Microsoft.Data.Sqlite;

namespace CpqBilling.Sandbox.Salesforce.Persistence;

/// <summary>Keeps the org in a SQLite file: every transaction is written when it commits, and a restart finds everything again.</summary>
internal sealed class OrgDatabase : IDisposable
{
    private readonly SqliteConnection _connection;

    public OrgDatabase(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        Execute(
            "CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, type TEXT NOT NULL, sequence INTEGER NOT NULL, fields TEXT NOT NULL) WITHOUT ROWID;"
        );
        Execute("CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;");
    }

    public bool IsEmpty
    {
        get
        {
            using var command = Command("SELECT NOT EXISTS (SELECT 1 FROM records)");
            return (long)command.ExecuteScalar()! == 1;
        }
    }

    /// <summary>Stored rows in order of creation.</summary>
    public IEnumerable<(string Type, string Id, JsonObject Fields)> Read()
    {
        using var command = Command("SELECT type, id, fields FROM records ORDER BY type, sequence");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetString(0), reader.GetString(1), (JsonObject)JsonNode.Parse(reader.GetString(2))!);
    }

    /// <summary>Writes the records as they are now; one that is no longer in the store is removed.</summary>
    public void Write(IEnumerable<Record> records, RecordStore store)
    {
        using var transaction = _connection.BeginTransaction();
        using var upsert = Command(
            "INSERT INTO records (id, type, sequence, fields) VALUES ($id, $type, $sequence, $fields) ON CONFLICT (id) DO UPDATE SET fields = excluded.fields",
            transaction
        );
        using var delete = Command("DELETE FROM records WHERE id = $id", transaction);
        foreach (var record in records)
        {
            if (store[record.Type].Find(record.Id) is null)
                Run(delete, ("$id", record.Id));
            else
                Run(
                    upsert,
                    ("$id", record.Id),
                    ("$type", record.Type.Name),
                    ("$sequence", record.Sequence),
                    ("$fields", Fields(record).ToJsonString())
                );
        }
        transaction.Commit();
    }

    /// <summary>A fact about the org beside its records, such as its clock; null forgets it.</summary>
    public void SetFact(string name, string? value)
    {
        using var command = Command(
            value is null
                ? "DELETE FROM facts WHERE name = $name"
                : "INSERT INTO facts VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        );
        Run(command, ("$name", name), ("$value", value));
    }

    public string? Fact(string name)
    {
        using var command = Command("SELECT value FROM facts WHERE name = $name");
        command.Parameters.AddWithValue("$name", name);
        return command.ExecuteScalar() as string;
    }

    public void Clear() => Execute("DELETE FROM records; DELETE FROM facts;");

    public void Dispose() => _connection.Dispose();

    private static JsonObject Fields(Record record) =>
        new([
            .. record
                .Type.AllFields.Where(field => field.Name != "Id" && record.Values[field.Ordinal] is not null)
                .Select(field => KeyValuePair.Create(field.Name, RecordJson.Value(record.Values[field.Ordinal]))),
        ]);

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private static void Run(SqliteCommand command, params (string Name, object? Value)[] parameters)
    {
        command.Parameters.Clear();
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    // Every text is one of the literals above; values go in as parameters.
#pragma warning disable CA2100
    private SqliteCommand Command(string sql, SqliteTransaction? transaction = null) => new(sql, _connection, transaction);
#pragma warning restore CA2100
}
