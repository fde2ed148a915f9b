namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>A field that a search may name, and how to read it.</summary>
internal sealed record SearchableField<T>(string Name, FieldKind Kind, Func<T, string?> Read);
