using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>Reads records for the pages. Lists show the newest.</summary>
internal sealed class OrgReader(SandboxOrg org)
{
    public const int ListLength = 50;

    public SandboxOrg Org => org;

    public int Count(string type) => org.Read(() => org.Store[type].Count - org.Store[type].DeletedCount);

    public DateOnly Today => org.Clock.Today;

    public string Now =>
        org.Clock.Now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + (org.Clock.FrozenAt is null ? "" : " (standing still)");

    public TableModel List(string type, string[] columns, Func<Record, Cell[]> row) =>
        org.Read(() => new TableModel(columns, [.. org.Store[type].All.Reverse().Where(record => !record.IsDeleted).Take(ListLength).Select(row)]));

    public List<Choice> Choices(string type, Func<Record, string> text) =>
        org.Read(() =>
            (List<Choice>)
                [.. org.Store[type].All.Reverse().Where(record => !record.IsDeleted).Take(500).Select(record => new Choice(record.Id, text(record)))]
        );

    public Record? Find(string id, string type) =>
        org.Read(() => org.Store.Find(id) is { IsDeleted: false } record && record.Type.Name == type ? record : null);

    public TableModel Children(Record parent, string type, string lookup, string[] columns, Func<Record, Cell[]> row) =>
        org.Read(() => new TableModel(columns, [.. org.Store.Children(parent, type, lookup).TakeLast(ListLength).Select(row)]));

    public Record? Parent(Record record, string lookup) => org.Store.Parent(record, lookup);

    public List<OrderedLine> Ordered(Record order) =>
        org.Read(() =>
            (List<OrderedLine>)
                [
                    .. org
                        .Store.Children(order, "OrderItem", "OrderId")
                        .Select(line => new OrderedLine(
                            line.Id,
                            org.Store.Parent(line, "Product2Id")?.Text("Name") ?? line.Id,
                            line.Number("Quantity") ?? 0m
                        )),
                ]
        );

    public List<HeldProduct> Held(Record contract) =>
        org.Read(() =>
            (List<HeldProduct>)
                [
                    .. ContractState
                        .Of(contract, org.Store)
                        .Where(holding => holding.Quantity != 0m)
                        .Select(holding => new HeldProduct(
                            holding.Subscription.Text("SBQQ__Product__c") ?? "",
                            org.Store.Parent(holding.Subscription, "SBQQ__Product__c")?.Text("Name") ?? "",
                            holding.Quantity,
                            (int?)holding.Subscription.Number("SBQQ__SegmentIndex__c"),
                            holding.Subscription.Text("SBQQ__SegmentLabel__c")
                        )),
                ]
        );
}
