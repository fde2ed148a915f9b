namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>What the index knows of one object: its searchable fields as they were when it was indexed.</summary>
internal sealed record SearchForm(IReadOnlyDictionary<string, string?> Fields, IReadOnlyDictionary<string, string> Metadata);
