using System.Collections.Immutable;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Translation;

namespace CpqBilling.Web.Orders;

/// <summary>How far an order has come.</summary>
public enum OrderStatus
{
    /// <summary>Activated in Salesforce, not looked at yet.</summary>
    Waiting,

    /// <summary>Noticed; being translated and sent.</summary>
    Syncing,
    Synced,
    Rejected,
    Skipped,

    /// <summary>A remote system failed; it is tried again.</summary>
    Failed,
}

/// <summary>An order as the page shows it.</summary>
/// <param name="Kind">What was sold, in a few words.</param>
/// <param name="ContractKey">Runs of the contract are kept under it; null before the order was translated.</param>
/// <param name="Created">What the last sync made in Stripe, in words.</param>
/// <param name="Phases">Phases of the schedule; 0 when there is none.</param>
/// <param name="Translation">What the last sync came to.</param>
/// <param name="Reason">Why it was skipped.</param>
public sealed record BoardOrder(
    string Id,
    string Number,
    string Customer,
    string Kind,
    OrderStatus Status,
    string? ContractKey = null,
    string? StripeId = null,
    string Created = "",
    int Phases = 0,
    FirstInvoice? FirstInvoice = null,
    ImmutableArray<SyncError> Errors = default,
    Translated? Translation = null,
    string? Reason = null
)
{
    public ImmutableArray<SyncError> AllErrors => Errors.IsDefault ? [] : Errors;
}

/// <param name="AmountDue">Minor units.</param>
/// <param name="Status">draft, open, paid, void or uncollectible.</param>
public sealed record FirstInvoice(string Id, decimal AmountDue, string Currency, NodaTime.LocalDate Date, string Status);
