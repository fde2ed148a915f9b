using Grpc.Core;

namespace CpqBilling.Salesforce;

/// <summary>Reads refusals of the Pub/Sub API: a status, and a trailer that names the error.</summary>
internal static class EventFaults
{
    private const string ErrorCode = "error-code";

    public static EventDelivery.Ended Of(RpcException fault)
    {
        var code = fault.Trailers.GetValue(ErrorCode) ?? "";
        var why =
            fault.StatusCode == StatusCode.Unauthenticated || code.Contains("auth.error", StringComparison.Ordinal) ? EventEnd.Unauthorized
            : code.Contains("replayid", StringComparison.OrdinalIgnoreCase) ? EventEnd.ReplayIdRefused
            : fault.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied ? EventEnd.NotOffered
            : EventEnd.Lost;
        return new EventDelivery.Ended(why, $"{fault.StatusCode}: {fault.Status.Detail}{(code.Length == 0 ? "" : $" ({code})")}");
    }
}
