using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage.Tests;

/// <summary>How a kind of database tells of its tables, and how it writes values.</summary>
public interface ITableFacts
{
    /// <summary>The statement after which a connection does not check references.</summary>
    string WithoutReferences { get; }

    Task<IReadOnlyList<TableColumn>> ColumnsAsync(BillingDb db, CancellationToken cancellation);

    /// <summary>A literal of that type; the same number gives the same value.</summary>
    string Value(string type, int number);
}
