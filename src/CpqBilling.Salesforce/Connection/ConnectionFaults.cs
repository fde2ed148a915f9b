using System.Net.Sockets;

namespace CpqBilling.Salesforce;

/// <summary>Tells failures of the line from defects of ours.</summary>
internal static class ConnectionFaults
{
    /// <summary>A cancellation nobody asked for is a timeout of the client.</summary>
    public static bool IsOne(Exception fault, CancellationToken cancellation) =>
        fault is HttpRequestException or IOException or SocketException
        || (fault is OperationCanceledException && !cancellation.IsCancellationRequested);

    public static string Describe(Exception fault) =>
        fault switch
        {
            OperationCanceledException => "no answer in time",
            HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } http => http.HttpRequestError.ToString(),
            _ => "the connection was lost",
        };
}
