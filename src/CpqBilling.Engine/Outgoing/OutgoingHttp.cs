using System.Net;
using System.Net.Sockets;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Makes calls to destinations: only to permitted addresses, looked at after the name was resolved, and without following redirects.</summary>
internal static class OutgoingHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static HttpClient Client(PermittedAddresses permitted) =>
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                // A proxy would resolve the name by itself.
                UseProxy = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, permitted, cancellation),
            }
        )
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = 64 * 1024,
        };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, PermittedAddresses permitted, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellation);
        var open = addresses.Where(permitted.Permits).ToArray();
        if (open.Length == 0)
        {
            throw new HttpRequestException(
                $"{to.Host} lies in a private network, which the service does not call unless the setting outgoingPrivateNetworks names it."
            );
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
