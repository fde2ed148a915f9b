using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>Evaluates the formulas of our package: formula fields and the conditions of validation rules.</summary>
internal sealed class FormulaEngine
{
    private readonly Dictionary<string, Formula> _compiled = new(StringComparer.Ordinal);
    private readonly SandboxOrg _org;

    /// <summary>Every formula is compiled at once, so one that cannot be read is found at the start.</summary>
    public FormulaEngine(SandboxOrg org)
    {
        _org = org;
        foreach (var type in org.Schema.All)
            Compile(type);
    }

    /// <summary>The formulas of one object, again after a deployment has changed it.</summary>
    public void Compile(ObjectDef type)
    {
        foreach (var field in type.AllFields.Where(field => field.Formula is not null))
        {
            var formula = Compile(field.Formula!);
            field.Evaluate = record => formula(new FormulaContext(record, null, _org)) is { } value and not "" ? value : null;
        }
        foreach (var rule in type.ValidationRules)
            Compile(rule.Condition);
    }

    public bool IsTrue(string condition, RecordChange change) =>
        FormulaValues.IsTrue(_compiled[condition](new FormulaContext(change.Record, change, _org)));

    private Formula Compile(string text)
    {
        if (!_compiled.TryGetValue(text, out var formula))
            _compiled.Add(text, formula = new FormulaParser(text).Parse());
        return formula;
    }
}
