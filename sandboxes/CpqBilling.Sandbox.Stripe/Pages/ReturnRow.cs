namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>Money that went back: a refund or a credit note.</summary>
public sealed record ReturnRow(string Name, string Status, string Amount, string Reason, long Created);
