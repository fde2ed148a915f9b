using CpqBilling.Core.Cpq;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Timeline;
using CpqBilling.Core.Translation;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>A contract from 2025-01-15 of a product at 120.00 a year by the price book, with the lines and amendments that are added to it.</summary>
internal sealed class SmallContract
{
    private static readonly LocalDate Start = new(2025, 1, 15);
    private readonly LocalDate _end;
    private int _orders;

    public SmallContract(int months = 12, BillingSettings? settings = null)
    {
        _end = Start.PlusMonths(months);
        World = new World { Settings = settings ?? new BillingSettings() };
        Add("Account", "A", ("Name", "Acme"));
        Add("Contract", "C", ("SBQQ__Quote__c", "Q0"));
        Product("P");
        Order("2025-01-15");
    }

    public World World { get; }

    /// <summary>A product with its price-book entry; its id and "E" before it are theirs.</summary>
    public SmallContract Product(string id, params (string Name, object? Value)[] fields)
    {
        Add(
            "Product2",
            id,
            [("Name", id), ("ProductCode", id), ("SBQQ__SubscriptionPricing__c", "Fixed Price"), ("SBQQ__BillingFrequency__c", "Annual"), .. fields]
        );
        return Add("PricebookEntry", $"E{id}", ("Product2Id", id), ("UnitPrice", 120m));
    }

    /// <summary>An amendment, O1 the first; the lines added next are its own.</summary>
    public SmallContract Amend(string start)
    {
        _orders++;
        return Order(start);
    }

    /// <param name="fields">Fields that differ from an annual line of product P that ends with the contract.</param>
    public SmallContract Line(string id, string start, int quantity, decimal unitPrice, params (string Name, object? Value)[] fields) =>
        Add(
            "OrderItem",
            id,
            [
                ("OrderId", $"O{_orders}"),
                ("Product2Id", "P"),
                ("PricebookEntryId", "EP"),
                ("Quantity", (decimal)quantity),
                ("UnitPrice", unitPrice),
                ("SBQQ__Activated__c", true),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingFrequency__c", "Annual"),
                ("ServiceDate", start),
                ("EndDate", $"{_end.PlusDays(-1):uuuu-MM-dd}"),
                ("CreatedDate", CreatedAt),
                .. fields,
            ]
        );

    public SmallContract Add(string type, string id, params (string Name, object? Value)[] fields)
    {
        var values = new Dictionary<string, object?> { ["Id"] = id };
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        World.Add(new CpqRecord(type, id, values));
        return this;
    }

    public OrderSnapshot At(string now) => World.At(InstantPattern.General.Parse(now).Value, "O0");

    public BillingTimeline TimelineAt(string now) => ((Translated)OrderTranslator.Translate(At(now))).Timeline!;

    /// <summary>The one-time amounts of a line, in the order of their phases.</summary>
    public IReadOnlyList<TimelineCharge> ChargesAt(string now, string line) =>
        [.. TimelineAt(now).Phases.SelectMany(phase => phase.Charges).Where(charge => charge.Line.Id == line)];

    public SyncPlan SyncAt(string now)
    {
        var snapshot = At(now);
        var translated = (Translated)OrderTranslator.Translate(snapshot);
        World.Note(translated, snapshot);
        return translated.Plan;
    }

    private string CreatedAt => $"2024-01-01T00:0{_orders}:00.000+0000";

    private SmallContract Order(string start)
    {
        Add("SBQQ__Quote__c", $"Q{_orders}", ("SBQQ__StartDate__c", start), ("SBQQ__EndDate__c", $"{_end.PlusDays(-1):uuuu-MM-dd}"));
        if (_orders == 0)
        {
            Add(
                "SBQQ__Quote__c",
                "Q0",
                ("SBQQ__StartDate__c", start),
                ("SBQQ__SubscriptionTerm__c", (decimal)Period.Between(Start, _end, PeriodUnits.Months).Months)
            );
        }

        Add("Opportunity", $"Opp{_orders}", ("SBQQ__AmendedContract__c", _orders == 0 ? null : "C"));
        return Add(
            "Order",
            $"O{_orders}",
            ("OrderNumber", $"{_orders}"),
            ("Status", "Activated"),
            ("AccountId", "A"),
            ("OpportunityId", $"Opp{_orders}"),
            ("SBQQ__Quote__c", $"Q{_orders}"),
            ("CreatedDate", CreatedAt)
        );
    }
}
