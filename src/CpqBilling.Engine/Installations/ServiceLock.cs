namespace CpqBilling.Engine.Installations;

/// <summary>Held by the service of a data folder for as long as it runs: a second one would share its SQLite file and its key.</summary>
/// <remarks>The system gives the lock back when the process ends, however it does.</remarks>
public sealed class ServiceLock : IDisposable
{
    private readonly FileStream _file;

    private ServiceLock(FileStream file) => _file = file;

    /// <exception cref="InstallationException">A service runs on this folder.</exception>
    public static ServiceLock Take(DataFolder folder)
    {
        try
        {
            PrivateFiles.Touch(folder.LockFile);
            return new ServiceLock(new FileStream(folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new InstallationException(
                $"A service runs on {folder.FullPath} already. Further ones share a database server: --database, each with a folder of its own."
            );
        }
    }

    public void Dispose() => _file.Dispose();
}
