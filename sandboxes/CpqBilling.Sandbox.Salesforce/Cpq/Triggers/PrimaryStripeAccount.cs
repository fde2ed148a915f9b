using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq.Triggers;

/// <summary>The package's rule that one Stripe account is primary, and that the org's setting knows its mode.</summary>
internal static class PrimaryStripeAccount
{
    public static void OnStripeAccount(RecordChange change)
    {
        if (change.Kind == ChangeKind.Delete || !change.Record.IsTrue("Is_Primary__c"))
            return;
        var session = change.Session;
        foreach (
            var other in session
                .Store["Stripe_Account__c"]
                .All.Where(other => other.Id != change.Record.Id && other.IsTrue("Is_Primary__c") && !other.IsDeleted)
                .ToList()
        )
            session.Update(other, new Dictionary<string, object?> { ["Is_Primary__c"] = false });
        RememberMode(change.Record.IsTrue("Is_Live_Mode__c"), session);
    }

    private static void RememberMode(bool isLive, WriteSession session)
    {
        if (session.Store.Schema.Find("Stripe_Connection__c") is not { } type || type.Find("Is_Live_Mode__c") is not { } field)
            return;
        var setting = session.Store[type].All.FirstOrDefault(row => !row.IsDeleted);
        if (setting is null)
            session.Insert(type.Name, new Dictionary<string, object?> { [field.Name] = isLive });
        else if (setting.IsTrue(field.Name) != isLive)
            session.Update(setting, new Dictionary<string, object?> { [field.Name] = isLive });
    }
}
