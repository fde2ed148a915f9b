namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>What all accounts of one server share.</summary>
internal sealed record AccountParts(SandboxClock Clock, IdGenerator Ids, Decisions Decisions, KindTable Kinds);
