using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CpqBilling.Cli.Tests.Outgoing;

/// <summary>Takes mail on the loopback by as much of SMTP as that needs.</summary>
internal sealed class MailBox : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationToken _cancellation = Xunit.TestContext.Current.CancellationToken;

    public MailBox()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public ConcurrentQueue<string> Mails { get; } = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_cancellation);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        await SayAsync(stream, "220 mailbox");
        while (await reader.ReadLineAsync(_cancellation) is { } line)
        {
            if (line == "DATA")
            {
                await SayAsync(stream, "354 go on");
                Mails.Enqueue(await ReadMailAsync(reader));
            }

            await SayAsync(stream, line == "QUIT" ? "221 bye" : "250 taken");
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_cancellation) is { } line && line != ".")
        {
            mail.Append(line).Append('\n');
        }

        return mail.ToString();
    }

    private async Task SayAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _cancellation);
}
