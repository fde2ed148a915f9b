using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>A deployment that has been done: who, when, how, and what became of each component.</summary>
internal sealed record Deployment(string Id, OrgUser User, DateTimeOffset At, DeployOptions Options, IReadOnlyList<DeployMessage> Messages)
{
    public IEnumerable<DeployMessage> Failures => Messages.Where(message => message.Problem is not null);

    public IEnumerable<DeployMessage> Successes => Messages.Where(message => message.Problem is null);

    public bool IsSuccess => !Failures.Any();

    /// <summary>Whether anything of it is in the org now.</summary>
    public bool IsApplied => !Options.CheckOnly && (IsSuccess || !Options.RollbackOnError);

    public string Status =>
        IsSuccess ? "Succeeded"
        : Options.RollbackOnError ? "Failed"
        : "SucceededPartial";
}
