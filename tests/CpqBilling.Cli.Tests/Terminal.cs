using System.Threading.Channels;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>What a person sees of a command while it runs.</summary>
internal sealed class Terminal : StringWriter
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override async Task WriteLineAsync(string? value)
    {
        foreach (var line in (value ?? "").Split(Environment.NewLine))
        {
            await _lines.Writer.WriteAsync(line);
        }
    }

    /// <summary>Waits for the next line of that kind.</summary>
    public async Task<string> LineAsync(Func<string, bool> isMeant)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (isMeant(line))
            {
                return line;
            }
        }

        throw new EndOfStreamException();
    }
}
