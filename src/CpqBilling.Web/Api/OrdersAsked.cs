namespace CpqBilling.Web.Api;

/// <param name="State">needs-you, retrying, waiting, running, done or skipped; several with commas.</param>
/// <param name="Kind">Of the order, as lists say it; several with commas.</param>
/// <param name="Text">Part of a number or of an account's name.</param>
/// <param name="Code">Error code.</param>
/// <param name="Limit">1 to 200; 50 without it.</param>
/// <param name="Cursor">The value of next of the part before.</param>
public sealed record OrdersAsked(string? State, string? Kind, string? Text, string? Code, int? Limit, string? Cursor);
