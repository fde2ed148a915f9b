using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>Reads the whole contract of an order: one call for an order alone, two for a contract, a third only for what the second left open.</summary>
public sealed class ContractLoader(SalesforceSession session)
{
    public async Task<ContractLoad> LoadAsync(LoadRequest request, CancellationToken cancellation)
    {
        var subject = new RecordRef("Order", request.OrderId);
        if (!SalesforceId.TryParse(request.OrderId, out var orderId))
        {
            return new ContractNotLoaded(OrderErrors.OrderNotFound(subject), 0);
        }

        subject = subject with { Id = orderId };
        if (MalformedPath(request) is { } path)
        {
            return new ContractNotLoaded(SalesforceErrors.FieldMissing(subject, $"'{path}' is not a path of fields", path), 0);
        }

        var load = new Load(session, request, subject);
        var error = await load.RunAsync(cancellation);
        return error is null ? new ContractLoaded(load.Graph(), orderId, load.Eligible(), load.Calls) : new ContractNotLoaded(error, load.Calls);
    }

    private static string? MalformedPath(LoadRequest request) =>
        MappedPaths.FirstMalformed(request.Mappings) ?? request.OrderItemPaths.Concat(request.OrderPaths).FirstOrDefault(path => !Soql.IsPath(path));

    /// <summary>One load in progress.</summary>
    private sealed class Load(SalesforceSession session, LoadRequest request, RecordRef order)
    {
        private readonly RecordCollector _collector = new(session, order);
        private readonly ContractQueries _queries = new(request, order.Id, session.Names);
        private readonly HashSet<string> _asked = [];

        public int Calls => _collector.Calls;

        public RecordGraph Graph() => new(_collector.Records);

        public IReadOnlySet<string> Eligible()
        {
            if (!_queries.HasDefaultFilter)
            {
                return _collector.Matching;
            }

            return Graph()
                .OfType("Order")
                .Where(record => string.Equals(record.Text("Status"), "Activated", StringComparison.OrdinalIgnoreCase))
                .Select(record => record.Id)
                .ToHashSet();
        }

        public async Task<SyncError?> RunAsync(CancellationToken cancellation)
        {
            if (await _collector.ReadAsync(_queries.First(), [], cancellation) is { } refused)
            {
                return refused;
            }

            if (Graph().Find(order.Id) is not { } trigger)
            {
                return OrderErrors.OrderNotFound(order);
            }

            return await ReadContractAsync(trigger, cancellation) ?? await ReadRestAsync(cancellation);
        }

        private async Task<SyncError?> ReadContractAsync(CpqRecord trigger, CancellationToken cancellation)
        {
            var graph = Graph();
            var queries = KeyOf(graph, trigger) is { } key ? FiveOf(_queries.Contract(key)) : AloneQueries(graph, trigger);
            var coupons = UnknownCoupons(graph, onlyNew: false);
            return queries.Count + coupons.Count == 0 ? null : await _collector.ReadAsync(queries, coupons, cancellation);
        }

        /// <summary>Rates of schedules that the contract's lines do not copy, and quote coupons whose association is gone: rare.</summary>
        private async Task<SyncError?> ReadRestAsync(CancellationToken cancellation)
        {
            var graph = Graph();
            IReadOnlyList<LoadQuery> rates = SchedulesWithoutRates(graph) is { Count: > 0 } schedules ? [ContractQueries.Rates(schedules)] : [];
            var coupons = UnknownCoupons(graph, onlyNew: true);
            return rates.Count + coupons.Count == 0 ? null : await _collector.ReadAsync(rates, coupons, cancellation);
        }

        /// <summary>Rates come last in the list and can wait for the next call, if there are any at all.</summary>
        private static IReadOnlyList<LoadQuery> FiveOf(IReadOnlyList<LoadQuery> queries) => [.. queries.Take(Composite.MaxHeavyParts)];

        private IReadOnlyList<LoadQuery> AloneQueries(RecordGraph graph, CpqRecord trigger) =>
            [
                .. SchedulesWithoutRates(graph) is { Count: > 0 } schedules ? [ContractQueries.Rates(schedules)] : Array.Empty<LoadQuery>(),
                .. _queries.LeavesQuoteCoupons && trigger.Text("SBQQ__Quote__c") is not null ? _queries.LeftQuoteCoupons() : [],
            ];

        /// <summary>A contract has other orders when the order amends one or has been contracted.</summary>
        private static ContractKey? KeyOf(RecordGraph graph, CpqRecord trigger)
        {
            if (graph.Parent(trigger, "OpportunityId")?.Text("SBQQ__AmendedContract__c") is { } contractId)
            {
                return new ContractKey(graph.Find(contractId)?.Text("SBQQ__Quote__c"), contractId);
            }

            return trigger.Flag("SBQQ__Contracted__c") && trigger.Text("SBQQ__Quote__c") is { } quoteId ? new ContractKey(quoteId, null) : null;
        }

        private IReadOnlyList<string> SchedulesWithoutRates(RecordGraph graph) => [.. ContractQueries.SchedulesWithoutRates(graph).Where(_asked.Add)];

        /// <summary>Quote coupons that order coupons name. A coupon already in Stripe does not need its origin any more.</summary>
        private IReadOnlyList<LoadRecord> UnknownCoupons(RecordGraph graph, bool onlyNew)
        {
            var unknown = graph
                .OfType("Order_Stripe_Coupon__c")
                .Where(coupon => !(onlyNew && coupon.Text("Stripe_ID__c") is not null))
                .Select(coupon => SalesforceId.TryParse(coupon.Text("Quote_Stripe_Coupon_Id__c"), out var id) ? id : null)
                .OfType<string>()
                .Where(id => graph.Find(id) is null && _asked.Add(id));
            return [.. unknown.Select(id => new LoadRecord("Quote_Stripe_Coupon__c", id, _queries.QuoteCouponFields))];
        }
    }
}
