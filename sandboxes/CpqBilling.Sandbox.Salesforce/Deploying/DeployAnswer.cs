using System.Globalization;
using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>A deployment as the Metadata API tells it.</summary>
internal static class DeployAnswer
{
    private static readonly XNamespace Ns = PackageField.Ns;

    /// <summary>What <c>deploy</c> answers at once.</summary>
    public static XElement Accepted(Deployment deployment) => Result(Text("done", "false"), Text("id", deployment.Id), Text("state", "Queued"));

    /// <summary>What <c>checkDeployStatus</c> answers.</summary>
    public static XElement Status(Deployment deployment, bool withDetails)
    {
        var (failures, successes) = (deployment.Failures.ToList(), deployment.Successes.ToList());
        var at = Instant(deployment.At);
        return Result(
            Text("checkOnly", deployment.Options.CheckOnly),
            Text("completedDate", at),
            Text("createdBy", deployment.User.Id),
            Text("createdByName", deployment.User.Name),
            Text("createdDate", at),
            withDetails ? Details(deployment, failures, successes) : null,
            Text("done", true),
            Text("id", deployment.Id),
            Text("ignoreWarnings", false),
            Text("lastModifiedDate", at),
            Text("numberComponentErrors", failures.Count),
            Text("numberComponentsDeployed", deployment.IsSuccess || deployment.IsApplied ? successes.Count : 0),
            Text("numberComponentsTotal", deployment.Messages.Count),
            Text("numberTestErrors", 0),
            Text("numberTestsCompleted", 0),
            Text("numberTestsTotal", 0),
            Text("rollbackOnError", deployment.Options.RollbackOnError),
            Text("runTestsEnabled", deployment.Options.TestLevel is not ("" or "NoTestRun")),
            Text("startDate", at),
            Text("status", deployment.Status),
            Text("success", deployment.IsSuccess)
        );
    }

    private static XElement Details(Deployment deployment, IEnumerable<DeployMessage> failures, IEnumerable<DeployMessage> successes) =>
        new(
            Ns + "details",
            failures.Select(message => Message("componentFailures", message, deployment)),
            successes.Select(message => Message("componentSuccesses", message, deployment)),
            new XElement(Ns + "runTestResult", Text("numFailures", 0), Text("numTestsRun", 0), Text("totalTime", "0.0"))
        );

    private static XElement Message(string element, DeployMessage message, Deployment deployment) =>
        new(
            Ns + element,
            Text("changed", message.IsChanged && deployment.IsApplied),
            message.Column is { } column ? Text("columnNumber", column) : null,
            Text("componentType", message.Type),
            Text("created", message.IsCreated && deployment.IsApplied),
            Text("createdDate", Instant(deployment.At)),
            Text("deleted", false),
            Text("fileName", message.FileName),
            Text("fullName", message.FullName),
            message.Line is { } line ? Text("lineNumber", line) : null,
            message.Problem is { } problem ? Text("problem", problem) : null,
            message.Problem is null ? null : Text("problemType", "Error"),
            Text("success", message.Problem is null)
        );

    private static XElement Result(params XElement?[] content) => new(Ns + "result", content);

    private static XElement Text(string name, object value) =>
        new(Ns + name, value is bool flag ? (flag ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture));

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
