using Microsoft.Data.Sqlite;

namespace CpqBilling.Sandbox.Stripe.Persistence;

/// <summary>What one transaction writes.</summary>
internal sealed record StateChange(IReadOnlyList<StateEntry> Put, IReadOnlyList<(string Kind, string Id)> Removed);

/// <summary>
/// The SQLite file. Changes are in the operating system's hands when a transaction is committed, so they survive the
/// death of the process; only a crash of the machine can cost the latest ones.
/// </summary>
internal sealed class StateFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    public StateFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        Execute(
            """
            CREATE TABLE IF NOT EXISTS entries (
                account TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, sequence INTEGER NOT NULL, body BLOB NOT NULL,
                PRIMARY KEY (account, kind, id));
            """
        );
    }

    public IReadOnlyList<StateEntry> Read(string account)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT kind, id, sequence, body FROM entries WHERE account = $account ORDER BY sequence";
            command.Parameters.AddWithValue("$account", account);
            using var reader = command.ExecuteReader();
            List<StateEntry> entries = [];
            while (reader.Read())
            {
                entries.Add(new StateEntry(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), (byte[])reader[3]));
            }

            return entries;
        }
    }

    public void Write(string account, StateChange change)
    {
        if (change.Put.Count == 0 && change.Removed.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Put(account, change.Put);
            Remove(account, change.Removed);
            transaction.Commit();
        }
    }

    /// <summary>Removes everything of an account; of all accounts when none is named.</summary>
    public void Clear(string? account)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = account is null ? "DELETE FROM entries" : "DELETE FROM entries WHERE account = $account";
            command.Parameters.AddWithValue("$account", account ?? "");
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private void Put(string account, IReadOnlyList<StateEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT OR REPLACE INTO entries (account, kind, id, sequence, body) VALUES ($account, $kind, $id, $sequence, $body)";
        command.Parameters.AddWithValue("$account", account);
        var kind = command.Parameters.Add("$kind", SqliteType.Text);
        var id = command.Parameters.Add("$id", SqliteType.Text);
        var sequence = command.Parameters.Add("$sequence", SqliteType.Integer);
        var body = command.Parameters.Add("$body", SqliteType.Blob);
        command.Prepare();
        foreach (var entry in entries)
        {
            (kind.Value, id.Value, sequence.Value, body.Value) = (entry.Kind, entry.Id, entry.Sequence, entry.Body);
            command.ExecuteNonQuery();
        }
    }

    private void Remove(string account, IReadOnlyList<(string Kind, string Id)> removed)
    {
        foreach (var (kind, id) in removed)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "DELETE FROM entries WHERE account = $account AND kind = $kind AND id = $id";
            command.Parameters.AddWithValue("$account", account);
            command.Parameters.AddWithValue("$kind", kind);
            command.Parameters.AddWithValue("$id", id);
            command.ExecuteNonQuery();
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
