using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;
using NodaTime;

namespace CpqBilling.Core.Translation;

/// <summary>Everything a translation may know: records, settings, mappings, what Stripe holds, and the present.</summary>
public sealed record OrderSnapshot
{
    private Checked<BillingContract>? _contract;

    public required RecordGraph Records
    {
        get;
        init => field = Resolving(value);
    }

    /// <summary>The order whose notice caused this run; the whole contract is considered whichever it is.</summary>
    public required string TriggerOrderId
    {
        get;
        init => field = Resolving(value);
    }

    /// <summary>Orders that are activated and match the order filter.</summary>
    public required IReadOnlySet<string> EligibleOrderIds
    {
        get;
        init => field = Resolving(value);
    }

    public BillingSettings Settings
    {
        get;
        init => field = Resolving(value);
    } = new();

    public FieldMappings Mappings
    {
        get;
        init => field = Resolving(value);
    } = FieldMappings.None;

    public StripeSnapshot Stripe { get; init; } = StripeSnapshot.Empty;

    /// <summary>When amendments that took effect "now" did so, by order id (docs/rules/contract.md 10).</summary>
    public ImmutableDictionary<string, Instant> EffectiveInstants { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    /// <summary>When each full termination was first applied, by order id; a date of its own says when it takes effect.</summary>
    public ImmutableDictionary<string, Instant> TerminationInstants { get; init; } = ImmutableDictionary<string, Instant>.Empty;

    /// <summary>What contracts were sent with before, by the id of their initial order; memory of our own.</summary>
    public ImmutableDictionary<string, SentContract> Sent { get; init; } = ImmutableDictionary<string, SentContract>.Empty;

    public required Instant Now { get; init; }

    public OrgFacts Org { get; init; } = OrgFacts.Unknown;

    /// <summary>The contract of the order that is asked for. It is resolved once, and travels with the snapshot as long as nothing changes that decides it.</summary>
    public Checked<BillingContract> Contract =>
        _contract ??= new ContractResolver(Records, Mappings, Settings, EligibleOrderIds).Resolve(TriggerOrderId);

    private T Resolving<T>(T changed)
    {
        _contract = null;
        return changed;
    }
}

/// <param name="RecordUrlBase">Address below which records open by id; links in metadata are made from it.</param>
/// <param name="DefaultCurrency">ISO code of the org; null when it could not be read.</param>
public sealed record OrgFacts(string OrgId, string RecordUrlBase, bool MultiCurrency, string? DefaultCurrency)
{
    public static OrgFacts Unknown { get; } = new("00D000000000000AAA", "https://example.my.salesforce.test", false, null);

    /// <summary>The Stripe account that is billed on, with its mode, as people know it; null where nobody named it.</summary>
    public string? StripeAccount { get; init; }

    /// <summary>Its id, which orders name by <c>Stripe_Account__c</c>; null where it is not known.</summary>
    public string? StripeAccountId { get; init; }

    /// <summary>The currency of a record: its own in orgs with several, else the one that is set, else the org's.</summary>
    public string? CurrencyOf(string? ownCode, BillingSettings settings) =>
        (settings.MultiCurrency ?? MultiCurrency ? ownCode : null) ?? settings.DefaultCurrency ?? DefaultCurrency;
}
