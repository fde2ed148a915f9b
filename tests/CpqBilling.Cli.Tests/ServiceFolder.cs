namespace CpqBilling.Cli.Tests;

/// <summary>A data folder for one test.</summary>
internal sealed class ServiceFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("service-").FullName;

    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(FullPath, recursive: true);
    }
}
