namespace CpqBilling.Storage.Tests;

/// <param name="Type">In the words of the database.</param>
public sealed record TableColumn(string Table, string Name, string Type);
