namespace CpqBilling.Web.Api;

/// <param name="Id">Of the destination.</param>
/// <param name="Limit">1 to 200; 50 without it.</param>
/// <param name="Cursor">The value of next of the part before.</param>
public sealed record DeliveriesAsked(string Id, int? Limit, string? Cursor);
