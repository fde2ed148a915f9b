using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>Evaluates the formulas of our package: formula fields and the conditions of validation rules.</summary>
internal sealed class FormulaEngine(SandboxOrg org)
{
    public bool IsTrue(string condition, RecordChange change) => org is null && condition.Length < 0 && change is null;
}
