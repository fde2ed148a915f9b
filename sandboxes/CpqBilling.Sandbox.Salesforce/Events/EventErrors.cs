using Grpc.Core;

namespace CpqBilling.Sandbox.Salesforce.Events;

/// <summary>Refusals of the Pub/Sub API: a gRPC status, and a trailer that names the error.</summary>
internal static class EventErrors
{
    private const string Prefix = "sfdc.platform.eventbus.grpc.";

    public static RpcException Unauthenticated() =>
        Make(StatusCode.Unauthenticated, "service.auth.error", "Authentication exception occurred. Check accesstoken, instanceurl and tenantid.");

    public static RpcException NoTopic(string topic) => Make(StatusCode.NotFound, "topic.not.found", $"The topic {topic} does not exist.");

    public static RpcException NoSchema(string id) => Make(StatusCode.NotFound, "schema.not.found", $"The schema {id} does not exist.");

    public static RpcException Corrupted() =>
        Make(StatusCode.InvalidArgument, "subscription.fetch.replayid.corrupted", "The Replay ID validation failed. It is corrupted.");

    public static RpcException Expired() =>
        Make(
            StatusCode.InvalidArgument,
            "subscription.fetch.replayid.validation.failed",
            "The Replay ID validation failed. The event is no longer in the retention window."
        );

    public static RpcException BadCount() =>
        Make(StatusCode.InvalidArgument, "subscription.fetch.requested.events.limit", "The number of requested events must be between 1 and 100.");

    public static RpcException OtherTopic() =>
        Make(StatusCode.InvalidArgument, "subscription.fetch.topic.changed", "The topic of a subscription cannot be changed.");

    public static RpcException CannotPublish(string topic) =>
        Make(StatusCode.PermissionDenied, "publish.topic.not.allowed", $"Events cannot be published to {topic}.");

    public static RpcException NoManaged(string name) =>
        Make(StatusCode.NotFound, "subscription.managed.not.found", $"The managed event subscription {name} does not exist.");

    private static RpcException Make(StatusCode status, string code, string message) =>
        new(new Status(status, message), new Metadata { { "error-code", Prefix + code } });
}
