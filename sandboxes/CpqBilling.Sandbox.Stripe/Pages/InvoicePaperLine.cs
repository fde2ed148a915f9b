namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>A line of an invoice as people read it.</summary>
public sealed record InvoicePaperLine(string Description, bool IsProration, long Start, long End, string? Quantity, string? Unit, string Amount);
