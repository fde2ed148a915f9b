using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Ticks that make records: Ordered on an opportunity orders its primary quote, Renewal Forecast and Renewal Quoted on a contract prepare its renewal.</summary>
internal static class RenewalWishes
{
    public static void OnOpportunity(RecordChange change)
    {
        var (opportunity, session) = (change.Record, change.Session);
        if (change.Mode != WriteMode.Api || change.Kind == ChangeKind.Delete)
            return;
        if (change.Became("SBQQ__Contracted__c", true))
            throw CpqErrors.NotFromOpportunity();
        if (!change.Became("SBQQ__Ordered__c", true))
            return;
        var quote =
            session.Store.Parent(opportunity, "SBQQ__PrimaryQuote__c")
            ?? session
                .Store.Children(opportunity, "SBQQ__Quote__c", "SBQQ__Opportunity2__c")
                .FirstOrDefault(quote => quote.IsTrue("SBQQ__Primary__c"))
            ?? throw CpqErrors.NotPrimary();
        session.Update(quote, new Dictionary<string, object?> { ["SBQQ__Ordered__c"] = true });
    }

    public static void OnContract(RecordChange change)
    {
        if (change.Mode != WriteMode.Api || change.Kind != ChangeKind.Update)
            return;
        if (change.Became("SBQQ__RenewalForecast__c", true) && change.Record["SBQQ__RenewalOpportunity__c"] is null)
            RenewalQuote.Opportunity(change.Record, change.Session);
        if (change.Became("SBQQ__RenewalQuoted__c", true))
            RenewalQuote.Create(change.Record, change.Session);
    }
}
