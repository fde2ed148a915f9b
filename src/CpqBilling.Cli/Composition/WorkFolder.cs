using Microsoft.Data.Sqlite;

namespace CpqBilling.Cli.Composition;

/// <summary>Where a command keeps its files: a folder somebody named, or a temporary one that disappears with the command.</summary>
internal sealed class WorkFolder : IDisposable
{
    private WorkFolder(string path, bool isTemporary)
    {
        Path = path;
        IsTemporary = isTemporary;
    }

    public string Path { get; }

    public bool IsTemporary { get; }

    public string DatabaseFile => System.IO.Path.Combine(Path, "cpqbilling.db");

    public static WorkFolder Open(string? named)
    {
        try
        {
            return named is null
                ? new WorkFolder(Directory.CreateTempSubdirectory("cpqbilling-").FullName, isTemporary: true)
                : new WorkFolder(Directory.CreateDirectory(named).FullName, isTemporary: false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The folder {named} cannot be used: {error.Message}");
        }
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (IsTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
