using CpqBilling.Core.Tests.Worlds;

namespace CpqBilling.Core.Tests.Properties;

/// <summary>The last amendment of a contract: it takes every unit that is left.</summary>
internal static class GeneratedTermination
{
    /// <returns>The id of its order.</returns>
    public static string AddTo(World world, GeneratedContract contract, int order, LocalDate date)
    {
        var lines = world
            .OfType("OrderItem")
            .Where(line => line.Text("SBQQ__SubscriptionPricing__c") is not null)
            .GroupBy(line => line.Text("SBQQ__RevisedOrderProduct__c") ?? line.Id)
            .Select(group => (Root: group.First(line => line.Id == group.Key), Units: group.Sum(line => line.Number("Quantity") ?? 0)))
            .Where(row => row.Units > 0 && row.Root.Date("EndDate") >= date)
            .ToList();
        contract.AddOrder(world, order, date, null);
        foreach (var (index, (root, units)) in lines.Index())
        {
            contract.AddLine(world, $"L{order}-{index}", order, 0, -1, contract.CentsLeft(root, date), date, contract.End, root.Id);
            world.Set($"L{order}-{index}", "Quantity", -units);
            foreach (var field in new[] { "Product2Id", "PricebookEntryId", "SBQQ__BillingType__c", "SBQQ__BillingFrequency__c" })
            {
                world.Set($"L{order}-{index}", field, root.Fields.GetValueOrDefault(field));
            }
        }

        return $"O{order}";
    }
}
