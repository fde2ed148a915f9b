using System.Collections.Immutable;
using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Contract;

/// <summary>Reads consumption schedules, of products and as CPQ copied them to order lines; judges nothing.</summary>
internal sealed class ConsumptionReader(RecordGraph graph)
{
    private const string LineSchedule = "SBQQ__OrderItemConsumptionSchedule__c";
    private const string LineRate = "SBQQ__OrderItemConsumptionRate__c";
    private const string ProductRate = "ConsumptionRate";

    private readonly ILookup<string?, CpqRecord> _lineSchedules = graph
        .OfType(LineSchedule)
        .ToLookup(schedule => schedule.Text("SBQQ__OrderItem__c"));
    private readonly ILookup<string?, CpqRecord> _lineRates = graph.OfType(LineRate).ToLookup(rate => rate.Text(LineSchedule));
    private readonly ILookup<string?, CpqRecord> _productLinks = graph.OfType("ProductConsumptionSchedule").ToLookup(link => link.Text("ProductId"));
    private readonly ILookup<string?, CpqRecord> _productRates = graph.OfType(ProductRate).ToLookup(rate => rate.Text("ConsumptionScheduleId"));

    public ImmutableArray<ConsumptionSchedule> OfLine(CpqRecord line) =>
        !_lineSchedules.Contains(line.Id)
            ? []
            :
            [
                .. _lineSchedules[line.Id]
                    .Where(schedule => !schedule.Flag("IsDeleted"))
                    .Select(schedule => Read(schedule, _lineRates[schedule.Id], name => $"SBQQ__{name}__c")),
            ];

    public ImmutableArray<ConsumptionSchedule> OfProduct(CpqRecord? product) =>
        product is null || !_productLinks.Contains(product.Id)
            ? []
            :
            [
                .. _productLinks[product.Id]
                    .Select(link => graph.Parent(link, "ConsumptionScheduleId"))
                    .OfType<CpqRecord>()
                    .Where(schedule => schedule.Flag("IsActive") && !schedule.Flag("IsDeleted"))
                    .Select(schedule => Read(schedule, _productRates[schedule.Id], name => name)),
            ];

    /// <param name="field">The name of a field: CPQ's own objects have the same ones under its prefix.</param>
    private static ConsumptionSchedule Read(CpqRecord schedule, IEnumerable<CpqRecord> rates, Func<string, string> field) =>
        new(
            new(schedule.Type, schedule.Id),
            schedule.Text(field("Type")),
            schedule.Text(field("RatingMethod")),
            [
                .. rates.Select(rate => new ConsumptionRate(
                    new(rate.Type, rate.Id),
                    rate.Text(field("PricingMethod")),
                    rate.Number(field("UpperBound")),
                    rate.Number(field("Price"))
                )),
            ]
        );
}
