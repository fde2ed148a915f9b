namespace CpqBilling.Web.Api;

/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">What asked for it.</param>
/// <param name="Limit">1 to 200; 50 without it.</param>
/// <param name="Cursor">The value of next of the part before.</param>
public sealed record RunsAsked(string? Outcome, string? Reason, int? Limit, string? Cursor);
