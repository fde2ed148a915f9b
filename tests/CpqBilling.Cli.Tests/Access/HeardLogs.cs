namespace CpqBilling.Cli.Tests.Access;

/// <summary>What the process writes to standard error, where logs go, for as long as this lives.</summary>
internal sealed class HeardLogs : IDisposable
{
    private readonly TextWriter _before = Console.Error;
    private readonly StringWriter _heard = new();
    private readonly TextWriter _shared;

    public HeardLogs()
    {
        _shared = TextWriter.Synchronized(_heard);
        Console.SetError(_shared);
    }

    public string Text
    {
        get
        {
            lock (_shared)
            {
                return _heard.ToString();
            }
        }
    }

    public void Dispose()
    {
        Console.SetError(_before);
        _shared.Dispose();
        _heard.Dispose();
    }
}
