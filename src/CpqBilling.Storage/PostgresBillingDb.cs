using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CpqBilling.Storage;

/// <summary>A server, for a cluster.</summary>
public sealed class PostgresBillingDb(DbContextOptions<PostgresBillingDb> options) : BillingDb(options);

/// <summary>Lets dotnet-ef write migrations without a database.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresBillingDb>
{
    public PostgresBillingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresBillingDb>().UseNpgsql("Host=localhost").Options);
}
