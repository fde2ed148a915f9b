namespace CpqBilling.Sandbox.Salesforce.Records;

/// <summary>The package's validation rules, evaluated on the draft.</summary>
internal static class ValidationRules
{
    public static void Check(RecordChange change)
    {
        foreach (var rule in change.Record.Type.ValidationRules)
            if (change.Session.Org.Formulas.IsTrue(rule.Condition, change))
                throw Api.RecordErrors.CustomValidation(rule.Message, rule.ErrorField);
    }
}
