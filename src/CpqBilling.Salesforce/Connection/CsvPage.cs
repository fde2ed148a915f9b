namespace CpqBilling.Salesforce;

/// <summary>A part of a long answer.</summary>
/// <param name="Text">With a line of column names.</param>
/// <param name="Next">Where the next page begins; null on the last.</param>
public sealed record CsvPage(string Text, string? Next);
