using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Order products that go into one contract, and its end where it is theirs and not the order's.</summary>
internal sealed record ContractGroup(DateOnly? End, List<Record> Lines);
