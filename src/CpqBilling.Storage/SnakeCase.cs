using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Storage;

/// <summary>Names tables and columns as people write them in SQL: <c>sync_jobs.due_at</c>, without quotes.</summary>
internal static partial class SnakeCase
{
    public static void Rename(ModelBuilder model)
    {
        // What is kept as one JSON document has neither a table nor columns of its own.
        foreach (var entity in model.Model.GetEntityTypes().Where(entity => !entity.IsMappedToJson()))
        {
            entity.SetTableName(Of(entity.GetTableName()!));
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.Name));
            }
        }
    }

    private static string Of(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex WordStart();
}
