namespace CpqBilling.Engine.Installations;

/// <summary>Where an installation keeps its files: the database unless that is a server, and the key file.</summary>
/// <remarks>All of them are readable by their owner alone.</remarks>
public sealed class DataFolder
{
    public const string DefaultName = "cpqbilling-data";

    private DataFolder(string path) => FullPath = path;

    public string FullPath { get; }

    public string DatabaseFile => Path.Combine(FullPath, "cpqbilling.db");

    public string MasterKeyFile => Path.Combine(FullPath, "master.key");

    /// <summary>Held open by the service, so that there is one on a folder.</summary>
    public string LockFile => Path.Combine(FullPath, "service.lock");

    /// <exception cref="InstallationException">The folder cannot be made or is something else.</exception>
    public static DataFolder Open(string path)
    {
        if (path.Contains("Host=", StringComparison.OrdinalIgnoreCase) || path.Contains("://", StringComparison.Ordinal))
        {
            throw new InstallationException($"{path} is no folder: name a database server with --database, and with --data where files are kept.");
        }

        try
        {
            return new DataFolder(PrivateFiles.CreateFolder(path).FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InstallationException($"The folder {path} cannot be used: {error.Message}");
        }
    }
}

/// <summary>Why an installation cannot be opened or used, in one sentence for the person who started it.</summary>
public sealed class InstallationException(string message) : Exception(message);
