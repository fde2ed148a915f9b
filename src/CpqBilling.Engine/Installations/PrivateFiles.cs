namespace CpqBilling.Engine.Installations;

/// <summary>Files that hold secrets: readable by their owner alone from the moment they exist.</summary>
public static class PrivateFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    public static DirectoryInfo CreateFolder(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerFolder);

    /// <summary>Makes the file when it is missing.</summary>
    public static void Touch(string path) => Open(path, FileMode.OpenOrCreate).Dispose();

    /// <summary>Writes a file that must not exist; of two writers one fails.</summary>
    public static void Create(string path, string text) => Write(Open(path, FileMode.CreateNew), text);

    private static void Write(FileStream stream, string text)
    {
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }
}
