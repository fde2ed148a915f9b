using CpqBilling.Core.Cpq;
using CpqBilling.Core.Settings;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;

namespace CpqBilling.Bench.Translation;

/// <summary>Contracts of any size, billed monthly over ten years from 2026-01-01; every line has a product of its own, every second one a discount.</summary>
/// <remarks>
/// Each amendment has as many lines as the first order: half of the running lines leave and others of the same products come
/// in their place, so that the number of running lines, and with it the size of the answer, does not grow with the amendments.
/// </remarks>
internal sealed class SizedContract
{
    private const int TermMonths = 120;
    private static readonly LocalDate Start = new(2026, 1, 1);
    private static readonly Instant Before = Instant.FromUtc(2025, 12, 1, 0, 0);
    private readonly World _world = new() { Settings = new BillingSettings { MaxPhaseItems = int.MaxValue } };
    private readonly bool _isSoldInAdvance;
    private readonly int _lines;

    private SizedContract(int lines, bool isSoldInAdvance)
    {
        (_lines, _isSoldInAdvance) = (lines, isSoldInAdvance);
        Add("Account", "A", ("Name", "Acme"));
        Add("Contract", "C", ("SBQQ__Quote__c", "Q0"));
        AddOrder(0);
        for (var line = 0; line < lines; line++)
        {
            Add(
                "Product2",
                $"P{line}",
                ("Name", $"Product {line}"),
                ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
                ("SBQQ__BillingFrequency__c", "Monthly")
            );
            Add("PricebookEntry", $"E{line}", ("Product2Id", $"P{line}"), ("UnitPrice", 10m));
            AddLine($"L{line}", 0, line, 1, line % 2 == 0 ? 10m : 9m, null);
        }
    }

    /// <summary>The same, of which nothing has been resolved yet: a sync meets each snapshot once.</summary>
    public static OrderSnapshot Anew(OrderSnapshot snapshot) => snapshot with { TriggerOrderId = snapshot.TriggerOrderId };

    public static OrderSnapshot FirstOrder(int lines) => new SizedContract(lines, isSoldInAdvance: true)._world.At(Before, "O0");

    /// <summary>A contract whose amendments all lie ahead, synced for the first time.</summary>
    public static OrderSnapshot Amended(int amendments, int lines)
    {
        var contract = new SizedContract(lines, isSoldInAdvance: true);
        contract.Amend(amendments);
        return contract._world.At(Before, "O0");
    }

    /// <summary>The last amendment of a contract that was synced order by order: Stripe holds the rest.</summary>
    public static OrderSnapshot LastAmendment(int amendments, int lines)
    {
        var contract = new SizedContract(lines, isSoldInAdvance: false);
        contract.Amend(amendments);
        for (var order = 0; order < amendments; order++)
        {
            var snapshot = contract._world.At(SoldAt(order), $"O{order}");
            contract._world.Note((Translated)OrderTranslator.Translate(snapshot), snapshot);
        }

        return contract._world.At(SoldAt(amendments), $"O{amendments}");
    }

    private void Amend(int amendments)
    {
        for (var order = 1; order <= amendments; order++)
        {
            AddOrder(order);
            for (var index = 0; index < _lines / 2; index++)
            {
                var line = (2 * index) + (order % 2);
                AddLine($"X{line}-{order}", order, line, -1, 10m, order <= 2 ? $"L{line}" : $"L{line}-{order - 2}");
                AddLine($"L{line}-{order}", order, line, 1, 8m + (order / 100m), null);
            }
        }
    }

    private static Instant SoldAt(int order) => order == 0 ? Before : StartOf(order).PlusDays(-10).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    private static LocalDate StartOf(int order) => Start.PlusMonths(order);

    private void AddOrder(int order)
    {
        var term = TermMonths - order;
        Add("SBQQ__Quote__c", $"Q{order}", ("SBQQ__StartDate__c", $"{StartOf(order):uuuu-MM-dd}"), ("SBQQ__SubscriptionTerm__c", (decimal)term));
        Add("Opportunity", $"Opp{order}", ("SBQQ__AmendedContract__c", order == 0 ? null : "C"));
        Add(
            "Order",
            $"O{order}",
            ("OrderNumber", $"{order}"),
            ("Status", "Activated"),
            ("AccountId", "A"),
            ("OpportunityId", $"Opp{order}"),
            ("SBQQ__Quote__c", $"Q{order}"),
            ("CreatedDate", CreatedAt(order))
        );
    }

    private void AddLine(string id, int order, int product, int quantity, decimal monthly, string? revises) =>
        Add(
            "OrderItem",
            id,
            ("OrderId", $"O{order}"),
            ("Product2Id", $"P{product}"),
            ("PricebookEntryId", $"E{product}"),
            ("Quantity", (decimal)quantity),
            ("UnitPrice", monthly * (TermMonths - order)),
            ("SBQQ__Activated__c", true),
            ("SBQQ__SubscriptionPricing__c", "Fixed Price"),
            ("SBQQ__BillingFrequency__c", "Monthly"),
            ("SBQQ__ProrateMultiplier__c", (TermMonths - order) / 12m),
            ("ServiceDate", $"{StartOf(order):uuuu-MM-dd}"),
            ("EndDate", $"{Start.PlusMonths(TermMonths).PlusDays(-1):uuuu-MM-dd}"),
            ("SBQQ__RevisedOrderProduct__c", revises),
            ("CreatedDate", CreatedAt(order))
        );

    /// <summary>As Salesforce writes moments.</summary>
    private string CreatedAt(int order)
    {
        var at = _isSoldInAdvance ? Before.Plus(Duration.FromMinutes(order - 1000)) : SoldAt(order);
        return $"{at.InUtc():uuuu-MM-dd'T'HH:mm:ss}.000+0000";
    }

    private void Add(string type, string id, params (string Name, object? Value)[] fields) =>
        _world.Add(new CpqRecord(type, id, fields.Append(("Id", id)).ToDictionary(field => field.Item1, field => field.Item2)));
}
