using System.Text.Json;

namespace CpqBilling.Salesforce.Tests.Wire;

public sealed class RowReaderTests
{
    private readonly RowReader _reader = new(new PackageNames("acme"));

    [Fact]
    public void Parents_BecomeRecords_AndLookupsHoldTheirIds()
    {
        Read(
            """
            {"attributes":{"type":"Order"},"Id":"o1","OpportunityId":"p1","acme__Stripe_ID__c":null,
             "Opportunity":{"attributes":{"type":"Opportunity"},"Id":"p1",
               "SBQQ__AmendedContract__r":{"attributes":{"type":"Contract"},"Id":"c1","ContractTerm":12}},
             "SBQQ__Quote__r":null}
            """
        );

        Assert.Equal([("Contract", "c1"), ("Opportunity", "p1"), ("Order", "o1")], _reader.Records.Select(record => (record.Type, record.Id)));
        Assert.Equal("c1", _reader.Records[1].Raw("SBQQ__AmendedContract__c"));
        Assert.Equal("p1", _reader.Records[2].Raw("OpportunityId"));
        Assert.True(_reader.Records[2].Fields.ContainsKey("Stripe_ID__c"));
    }

    [Fact]
    public void Children_BecomeRecords_AndNoneIsNull()
    {
        Read(
            """
            {"attributes":{"type":"OrderItem"},"Id":"i1","SBQQ__OrderItemConsumptionSchedules__r":{"totalSize":1,"done":true,"records":[
               {"attributes":{"type":"SBQQ__OrderItemConsumptionSchedule__c"},"Id":"s1","SBQQ__OrderItem__c":"i1","SBQQ__OrderItemConsumptionRates__r":null}]},
             "acme__Order_Item_Lookup__r":null}
            """
        );

        Assert.Equal(["s1", "i1"], _reader.Records.Select(record => record.Id));
    }

    [Fact]
    public void Values_KeepTheirKinds_AndNumbersHaveOneForm()
    {
        Read(
            """{"attributes":{"type":"X"},"Id":"x1","A":12.0,"B":0.8075342465753425,"C":true,"D":null,"E":"2024-02-01","F":1.5E3,"G":{"city":"Bern"}}"""
        );

        var record = Assert.Single(_reader.Records);
        Assert.Equal("12", record.Text("A"));
        Assert.Equal(0.8075342465753425m, record.Raw("B"));
        Assert.Equal(true, record.Raw("C"));
        Assert.Null(record.Raw("D"));
        Assert.Equal("2024-02-01", record.Raw("E"));
        Assert.Equal(1500m, record.Raw("F"));
        Assert.False(record.Fields.ContainsKey("G"));
    }

    [Fact]
    public void Pages_AreAnnouncedForRowsAndForChildLists()
    {
        _reader.AddRows(
            JsonElement.Parse(
                """
                {"done":false,"nextRecordsUrl":"/q/outer","records":[{"attributes":{"type":"Order"},"Id":"o1","OrderItems":
                  {"done":false,"nextRecordsUrl":"/q/inner","records":[{"attributes":{"type":"OrderItem"},"Id":"i1"}]}}]}
                """
            )
        );

        Assert.Equal(["/q/inner", "/q/outer", null], [_reader.NextPage(), _reader.NextPage(), _reader.NextPage()]);
    }

    private void Read(string row) => _reader.AddRow(JsonElement.Parse(row));
}
