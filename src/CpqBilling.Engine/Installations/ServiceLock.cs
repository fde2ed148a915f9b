namespace CpqBilling.Engine.Installations;

/// <summary>Held by the service of a data folder for as long as it runs: a second one would share its SQLite file and its key.</summary>
/// <remarks>The system gives the lock back when the process ends, however it does.</remarks>
public sealed class ServiceLock : IDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private ServiceLock(FileStream file) => _file = file;

    /// <exception cref="InstallationException">A service runs on this folder.</exception>
    public static ServiceLock Take(DataFolder folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                PrivateFiles.Touch(folder.LockFile);
                return new ServiceLock(new FileStream(folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (attempt < Attempts)
            {
                // A command that looks whether a service runs has it open for an instant.
                Thread.Sleep(BetweenAttempts);
            }
            catch (IOException)
            {
                throw new InstallationException(
                    $"A service runs on {folder.FullPath} already. Further ones share a database server: --database, each with a folder of its own."
                );
            }
        }
    }

    /// <summary>Whether a service runs on the folder.</summary>
    public static bool IsHeld(DataFolder folder)
    {
        if (!File.Exists(folder.LockFile))
        {
            return false;
        }

        try
        {
            using var file = new FileStream(folder.LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();
}
