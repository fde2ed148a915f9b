using System.Globalization;

namespace CpqBilling.Cli.Grammar;

/// <summary>What no command expects: people get one sentence, and we get the stack by way of a file.</summary>
internal static class Defects
{
    public static string Sentence(Exception defect) =>
        defect switch
        {
            HttpRequestException => $"A server does not answer: {defect.Message}",
            IOException or UnauthorizedAccessException => $"A file cannot be used: {defect.Message}",
            _ => $"This is a defect of CpqBilling ({defect.GetType().Name}: {FirstLine(defect.Message)}){Kept(defect)}.",
        };

    private static string Kept(Exception defect)
    {
        var stamp = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        var file = Path.Combine(Path.GetTempPath(), $"cpqbilling-defect-{stamp}.txt");
        try
        {
            Engine.Installations.PrivateFiles.Create(file, defect.ToString());
            return $"; please report it with {file}";
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return "; please report it";
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd();
}
