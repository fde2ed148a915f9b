namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>One row of the state file: a JSON text of some kind, by id, of one account.</summary>
internal sealed record StateEntry(string Kind, string Id, long Sequence, byte[] Body);
