using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;

namespace CpqBilling.Salesforce;

/// <summary>Which contract to load, and what of it.</summary>
/// <param name="OrderId">The order that was noticed; 15 or 18 characters.</param>
public sealed record LoadRequest(string OrderId)
{
    public const string DefaultOrderFilter = Soql.DefaultOrderFilter;

    /// <summary>SOQL condition on Order.</summary>
    public string OrderFilter { get; init; } = DefaultOrderFilter;

    public bool Coupons { get; init; } = true;

    /// <summary>Whether records have <c>CurrencyIsoCode</c>; asking for it elsewhere is an error.</summary>
    public bool MultiCurrency { get; init; }

    /// <summary>Every Salesforce path mapped is loaded with the contract.</summary>
    public FieldMappings Mappings { get; init; } = FieldMappings.None;

    /// <summary>Further paths from the order, which settings name.</summary>
    public ImmutableArray<string> OrderPaths { get; init; } = [];

    /// <summary>Further paths from the order line, those a template names for example.</summary>
    public ImmutableArray<string> OrderItemPaths { get; init; } = [];
}

/// <summary>What came of loading a contract.</summary>
/// <param name="Calls">Requests it took, repetitions included.</param>
public abstract record ContractLoad(int Calls);

/// <param name="TriggerOrderId">The order asked for, with 18 characters.</param>
/// <param name="EligibleOrderIds">Loaded orders that match the order filter.</param>
public sealed record ContractLoaded(RecordGraph Records, string TriggerOrderId, IReadOnlySet<string> EligibleOrderIds, int Calls)
    : ContractLoad(Calls);

public sealed record ContractNotLoaded(SyncError Error, int Calls) : ContractLoad(Calls);
