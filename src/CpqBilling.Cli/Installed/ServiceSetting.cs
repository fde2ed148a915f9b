namespace CpqBilling.Cli.Installed;

/// <summary>Something an installation can be told from outside.</summary>
/// <param name="Name">As it stands in the file; variables put <c>CPQBILLING_</c> before it.</param>
/// <param name="Default">What holds when nobody says anything, in words.</param>
internal sealed record ServiceSetting(string Name, string Meaning, string Default)
{
    /// <summary>It is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Its name with <c>File</c> behind it names a file that holds it.</summary>
    public bool MayStandInFile { get; init; }
}
