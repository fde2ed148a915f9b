using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Control;
using CpqBilling.Sandbox.Salesforce.Fixtures;

namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>What stands around an org: its sessions, allocation, logs, faults and fixtures.</summary>
internal sealed class SandboxServices(SandboxOrg org, TimeSpan sessionTimeout, TimeProvider wallTime)
{
    public Clients Clients { get; } = new();

    public Tokens Tokens { get; } = new(org, sessionTimeout, wallTime);

    public ApiUsage Usage { get; } = new();

    public RequestLog Requests { get; } = new();

    public WriteLog Writes { get; } = new();

    public Faults Faults { get; } = new();

    public Events.ManagedSubscriptions Managed { get; } = new();

    public Events.EventBus Events { get; } = new(org);

    public FixtureLoader Fixtures { get; } = new(org);
}
