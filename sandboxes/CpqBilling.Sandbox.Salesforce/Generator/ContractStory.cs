using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>A contract with its life so far: the initial order, one or two amendments, perhaps a renewal.</summary>
internal sealed class ContractStory(RecordWriter writer, DealWriter deals, Random random, SandboxOrg org)
{
    /// <param name="room">How many orders may still be written.</param>
    public void Write(DealHead head, List<DealLine> lines, int room, Action written)
    {
        var end = head.Start.AddMonths(head.TermMonths!.Value).AddDays(-1);
        var opportunity = Opportunity(head, "Closed Won", head.Start);
        var (order, quote, items) = deals.Write(head with { OpportunityId = opportunity.Id, IsContracted = true }, lines);
        written();
        var contract = Contract(head, order, quote, opportunity, end);
        foreach (var item in items)
            Subscribe(contract, item, head.At);
        var amendments = Math.Min(room - 1, random.Next(1, 3));
        for (var i = 1; i <= amendments; i++)
            Amend(head, contract, lines, items, (end, i), written);
        if (room > amendments + 1 && random.Next(3) == 0)
            Renew(head, contract, lines, items, written);
    }

    private void Amend(DealHead head, Record contract, List<DealLine> lines, List<Record> items, (DateOnly End, int Number) amendment, Action written)
    {
        var start = head.Start.AddMonths(amendment.Number * 4);
        var opportunity = Opportunity(head, "Prospecting", start, ("SBQQ__AmendedContract__c", contract.Id));
        var which = random.Next(lines.Count);
        var falls = lines[which].Quantity > 2 && random.Next(4) == 0;
        var change = new DealLine(lines[which].Sold, falls ? -1 : random.Next(1, 5), start, amendment.End)
        {
            Action = falls ? "Quantity Decrease" : "Quantity Increase",
            Revises = items[which],
            Discount = lines[which].Discount,
        };
        deals.Write(
            head with
            {
                Type = "Amendment",
                Start = start,
                TermMonths = 12 - (amendment.Number * 4),
                End = amendment.End,
                At = Later(head, amendment.Number * 20),
                ContractId = contract.Id,
                OpportunityId = opportunity.Id,
            },
            [change]
        );
        written();
    }

    private void Renew(DealHead head, Record contract, List<DealLine> lines, List<Record> items, Action written)
    {
        var start = head.Start.AddMonths(12);
        var end = start.AddMonths(12).AddDays(-1);
        var opportunity = Opportunity(head, "Prospecting", start.AddDays(-1), ("SBQQ__Renewal__c", true), ("SBQQ__RenewedContract__c", contract.Id));
        var renewed = lines
            .Select((line, i) => line with { Start = start, End = end, TermMonths = null, Action = "Renew", Revises = items[i] })
            .ToList();
        deals.Write(head with { Type = "Renewal", Start = start, End = end, At = Later(head, 60), OpportunityId = opportunity.Id }, renewed);
        written();
    }

    private DateTimeOffset Later(DealHead head, int days) => head.At.AddDays(days) is var at && at < org.Clock.Now ? at : org.Clock.Now;

    private Record Opportunity(DealHead head, string stage, DateOnly close, params ReadOnlySpan<(string Field, object? Value)> more) =>
        writer.Add(
            "Opportunity",
            head.At,
            [
                ("Name", $"Deal of {close:yyyy-MM-dd}"),
                ("AccountId", head.AccountId),
                ("StageName", stage),
                ("CloseDate", close),
                ("IsClosed", stage == "Closed Won"),
                ("IsWon", stage == "Closed Won"),
                .. more,
            ]
        );

    private Record Contract(DealHead head, Record order, Record quote, Record opportunity, DateOnly end)
    {
        var contract = writer.Add(
            "Contract",
            head.At,
            ("AccountId", head.AccountId),
            ("Status", "Draft"),
            ("StatusCode", "Draft"),
            ("StartDate", head.Start),
            ("EndDate", end),
            ("ContractTerm", (decimal?)head.TermMonths),
            ("SBQQ__RenewalTerm__c", (decimal?)head.TermMonths),
            ("SBQQ__Order__c", order.Id),
            ("SBQQ__Quote__c", quote.Id),
            ("SBQQ__Opportunity__c", opportunity.Id)
        );
        foreach (var line in writer.Session.Store.Children(order, "OrderItem", "OrderId"))
            writer.Session.Update(
                line,
                new Dictionary<string, object?>
                {
                    ["SBQQ__Contract__c"] = contract.Id,
                    ["LastModifiedDate"] = head.At,
                    ["SystemModstamp"] = head.At,
                },
                WriteMode.Fixture
            );
        return contract;
    }

    private void Subscribe(Record contract, Record item, DateTimeOffset at) =>
        writer.Add(
            "SBQQ__Subscription__c",
            at,
            ("SBQQ__Contract__c", contract.Id),
            ("SBQQ__Account__c", contract["AccountId"]),
            ("SBQQ__Product__c", item["Product2Id"]),
            ("SBQQ__Quantity__c", item["Quantity"]),
            ("SBQQ__SubscriptionStartDate__c", item["ServiceDate"]),
            ("SBQQ__SubscriptionEndDate__c", item["EndDate"]),
            ("SBQQ__OrderProduct__c", item.Id),
            ("SBQQ__ListPrice__c", item["SBQQ__QuotedListPrice__c"]),
            ("SBQQ__NetPrice__c", item["UnitPrice"])
        );
}
