namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>What became of one component; a problem is why it cannot be deployed.</summary>
internal sealed record DeployMessage(string Type, string FullName, string FileName, string? Problem)
{
    public bool IsCreated { get; init; }

    public bool IsChanged { get; init; }

    public int? Line { get; init; }

    public int? Column { get; init; }

    public static DeployMessage Refused(Component component, string problem) => new(component.Type, component.FullName, component.FileName, problem);
}
