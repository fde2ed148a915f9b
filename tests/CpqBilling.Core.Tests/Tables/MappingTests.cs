using CpqBilling.Core.Cpq;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>docs/rules/mapping.md 1 and 2: payment terms, mapped dates, Salesforce paths.</summary>
public sealed class MappingTests
{
    public static TheoryData<object?, int?> PaymentTerms() =>
        new()
        {
            { 10m, 10 },
            { 2.0m, 2 },
            { 0m, 0 },
            { 1.1m, null },
            { -1m, null },
            { " 10 ", 10 },
            { "30", 30 },
            { "10.123", null },
            { "-5", null },
            { "Net 15", 15 },
            { "Net 30", 30 },
            { "Net 45", 45 },
            { "Net 60", 60 },
            { "Net 90", 90 },
            { "Net-15", 15 },
            { "Net-90", 90 },
            { " Net 30 ", 30 },
            { "Net 20", 20 },
            { "Net", null },
            { "Net30", 30 },
            { "net 7 days", 7 },
            { "45 days", 45 },
            { "1 day", 1 },
            { "30 Net", 30 },
            { "Due on receipt", 0 },
            { "due upon receipt", 0 },
            { "Net 30 EOM", null },
            { "2/10 Net 30", null },
            { "Net 4000", null },
            { "30 days end of month", null },
            { "", null },
            { true, null },
            { null, null },
        };

    [Theory]
    [MemberData(nameof(PaymentTerms))]
    public void DaysUntilDue_WholeNumbersAndNetTerms(object? value, int? days) => Assert.Equal(days, DaysUntilDue.Read(value));

    public static TheoryData<object?, string?> Dates() =>
        new()
        {
            { "2025-01-15", "2025-01-15" },
            { "2025-01-15T23:30:00.000+0000", "2025-01-15" },
            { 1736899200m, "2025-01-15" },
            { 1736985599m, "2025-01-15" },
            { "1736899200", "2025-01-15" },
            { "2025-02-30", null },
            { "soon", null },
            { "", null },
            { 0m, null },
            { true, null },
            { null, null },
        };

    [Theory]
    [MemberData(nameof(Dates))]
    public void MappedDate_IsoOrUnixSeconds(object? value, string? date) =>
        Assert.Equal(date, MappedDate.Read(value) is { } read ? $"{read:uuuu-MM-dd}" : null);

    [Theory]
    [InlineData("12", "12")]
    [InlineData(" 4.0 ", "4.0")]
    [InlineData("200.121212", "200.121212")]
    [InlineData("-5", "-5")]
    [InlineData(".5", "0.5")]
    // thousands or decimals? refused rather than guessed
    [InlineData("200,12", null)]
    [InlineData("1,500", null)]
    [InlineData("1 500", null)]
    [InlineData("$5", null)]
    [InlineData("1e3", null)]
    [InlineData("(5)", null)]
    [InlineData("twelve", null)]
    [InlineData("", null)]
    public void MappedNumber_IsReadFromText(string text, string? number) =>
        Assert.Equal(number is null ? null : decimal.Parse(number), PlainNumber.Of(text));

    [Theory]
    // lookup field, relationship, custom relation by both names, two hops, the id itself
    [InlineData("OrderNumber", "1")]
    [InlineData("OpportunityId.CloseDate", "2025-01-01")]
    [InlineData("Opportunity.CloseDate", "2025-01-01")]
    [InlineData("SBQQ__Quote__c.SBQQ__StartDate__c", "2025-01-15")]
    [InlineData("SBQQ__Quote__r.SBQQ__StartDate__c", "2025-01-15")]
    [InlineData("Account.Parent.Description", "The mother")]
    [InlineData("AccountId.ParentId.Id", "Account#2")]
    // a hop that leads nowhere, a field that is not there, a lookup that is empty
    [InlineData("Account.Owner.Name", null)]
    [InlineData("Nonsense", null)]
    [InlineData("Account.Parent.Parent.Name", null)]
    public void SalesforcePath_WalksLookups(string path, string? value)
    {
        var graph = new RecordGraph([
            Record("Order", "Order#1", ("OrderNumber", "1"), ("OpportunityId", "Opp#1"), ("SBQQ__Quote__c", "Quote#1"), ("AccountId", "Account#1")),
            Record("Opportunity", "Opp#1", ("CloseDate", "2025-01-01")),
            Record("SBQQ__Quote__c", "Quote#1", ("SBQQ__StartDate__c", "2025-01-15")),
            Record("Account", "Account#1", ("ParentId", "Account#2"), ("OwnerId", "User#1")),
            Record("Account", "Account#2", ("Description", "The mother")),
        ]);
        Assert.Equal(value, SalesforcePath.Read(graph, graph.Find("Order#1")!, path));
    }

    [Theory]
    [InlineData("Opportunity", "OpportunityId", "Opportunity")]
    [InlineData("OpportunityId", "OpportunityId", "Opportunity")]
    [InlineData("SBQQ__Quote__c", "SBQQ__Quote__c", "SBQQ__Quote__r")]
    [InlineData("SBQQ__Quote__r", "SBQQ__Quote__c", "SBQQ__Quote__r")]
    public void SalesforcePath_StepsHaveTwoNames(string step, string lookup, string relationship)
    {
        Assert.Equal(lookup, SalesforcePath.LookupField(step));
        Assert.Equal(relationship, SalesforcePath.Relationship(step));
    }

    private static CpqRecord Record(string type, string id, params (string Name, object? Value)[] fields) =>
        new(type, id, fields.Append(("Id", id)).ToDictionary(field => field.Item1, field => field.Item2));
}
