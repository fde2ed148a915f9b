using CpqBilling.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Engine.Installations;

/// <summary>Data Protection with its keys in the database, each encrypted by the master key outside it: the same on every node.</summary>
public static class SecretProtection
{
    /// <summary>Adds it to the services of a host: cookies and connections are protected by the same keys.</summary>
    public static IServiceCollection AddSecretProtection(this IServiceCollection services, BillingDatabase database, MasterKeys keys)
    {
        services.AddSingleton(keys);
        services.AddSingleton<IDbContextFactory<BillingDb>>(database);
        services.AddScoped(_ => database.CreateDbContext());
        services.AddDataProtection().SetApplicationName("CpqBilling").PersistKeysToDbContext<BillingDb>();
        services.Configure<KeyManagementOptions>(options => options.XmlEncryptor = new MasterKeyXmlEncryptor(keys));
        return services;
    }

    /// <summary>For commands, which have no host.</summary>
    internal static IDataProtectionProvider Create(BillingDatabase database, MasterKeys keys) =>
        new ServiceCollection().AddLogging().AddSecretProtection(database, keys).BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
}
