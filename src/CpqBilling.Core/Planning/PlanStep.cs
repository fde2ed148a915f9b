using CpqBilling.Core.Errors;
using CpqBilling.Core.Requests;

namespace CpqBilling.Core.Planning;

public enum StripeMethod
{
    Post,
    Delete,
}

/// <summary>One request to Stripe, in words that need no id yet.</summary>
/// <param name="Key">Symbolic name within the contract, for example <c>price/01u…</c>; references point at it.</param>
/// <param name="Path">Path below the API's root; may hold one reference in braces, for example <c>/v1/subscription_schedules/{ref:schedule}</c>.</param>
/// <param name="Body">Form parameters; references are replaced by ids when the step is sent.</param>
/// <param name="Basis">What the step builds on, part of its idempotency key: the state an update replaces, the id a create replaces.</param>
/// <param name="Source">The Salesforce record an answer of Stripe is about.</param>
public sealed record PlanStep(string Key, StripeMethod Method, string Path, StripeMap Body, string Basis, RecordRef Source)
{
    /// <summary>What the step makes, by Stripe's name in the path: customers, prices, subscription_schedules …</summary>
    public string Resource => Path.Split('/')[2];

    /// <summary>True when the step makes a new object.</summary>
    public bool IsCreate => Method == StripeMethod.Post && Path.Split('/').Length == (Resource == "billing" ? 4 : 3);
}
