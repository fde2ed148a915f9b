using System.Collections.Immutable;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Timeline;

namespace CpqBilling.Core.Translation;

/// <summary>What a translation comes to: a closed union.</summary>
public abstract record TranslationResult
{
    private protected TranslationResult() { }
}

/// <summary>An empty plan means that Stripe and Salesforce hold everything already.</summary>
/// <param name="Timeline">Null for orders that became an invoice or an evergreen subscription.</param>
public sealed record Translated(BillingContract Contract, SyncPlan Plan, BillingTimeline? Timeline) : TranslationResult
{
    /// <summary>Null where a mapping moves the bills of an evergreen subscription (docs/decisions/0031).</summary>
    internal ForecastBasis? Bills { get; init; }

    /// <summary>The invoices to expect; null where nothing can be told.</summary>
    public InvoiceForecast? Forecast() => Bills?.Told();
}

/// <summary>An account, product or price-book entry that is synced without an order; an empty plan means that nothing differs.</summary>
public sealed record TranslatedRecord(RecordRef Subject, SyncPlan Plan) : TranslationResult;

/// <summary>Nothing is sent to Stripe; every error that could be seen is listed.</summary>
public sealed record Rejected(ImmutableArray<SyncError> Errors) : TranslationResult
{
    /// <summary>Each error once, in the order they were found.</summary>
    public static Rejected Of(IEnumerable<SyncError> errors) => new([.. errors.Distinct()]);
}

/// <summary>There is nothing to do, and why.</summary>
public sealed record Skipped(string Reason) : TranslationResult;
