using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;
using CpqBilling.Storage.Opening;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace CpqBilling.Engine.Installations;

/// <summary>Where an installation is and what opens its secrets.</summary>
/// <param name="Folder">Files of the installation; also the database, unless a server is named.</param>
/// <param name="Database">Connection string of PostgreSQL; null keeps the database in the folder.</param>
/// <param name="MasterKey">The text of the master key; null takes the key file of the folder.</param>
public sealed record InstallationOptions(string Folder, string? Database = null, string? MasterKey = null)
{
    /// <summary>Requests a second that each Stripe account may get from all processes together; null is what Stripe allows.</summary>
    public double? StripeRate { get; init; }

    /// <exception cref="InstallationException">This is no address of a database server.</exception>
    public static void RefuseUnlessServer(string database)
    {
        if (!DatabaseAddress.IsServer(database))
        {
            // Not shown: it may hold a password.
            throw new InstallationException(
                "The setting database names no server: write it as \"Host=…;Database=…;Username=…\" or postgresql://USER@HOST/DATABASE."
            );
        }
    }
}

/// <summary>One installation of the product: its database, its secrets, its connected orgs.</summary>
public sealed class Installation
{
    private Installation(string id, DataFolder folder, BillingDatabase database, MasterKeys keys, double? stripeRate)
    {
        Id = id;
        Folder = folder;
        Database = database;
        MasterKeys = keys;
        Protection = SecretProtection.Create(database, keys);
        Connections = new OrgConnections(database, Protection);
        Orgs = new ConnectedOrgs(database, Connections, stripeRate);
        Audit = new AuditTrail(database, keys.For("Audit"));
    }

    /// <summary>Made with the database; the same for every process on it.</summary>
    public string Id { get; }

    public DataFolder Folder { get; }

    public BillingDatabase Database { get; }

    public MasterKeys MasterKeys { get; }

    /// <summary>Encrypts what must not be read in the database.</summary>
    public IDataProtectionProvider Protection { get; }

    public OrgConnections Connections { get; }

    public ConnectedOrgs Orgs { get; }

    /// <summary>What people and keys did.</summary>
    public AuditTrail Audit { get; }

    /// <exception cref="InstallationException">The folder, the database or the key cannot be used.</exception>
    public static async Task<Installation> OpenAsync(InstallationOptions options, CancellationToken cancellation)
    {
        if (options.Database is { } named)
        {
            InstallationOptions.RefuseUnlessServer(named);
        }

        var folder = DataFolder.Open(options.Folder);
        var keys = options.MasterKey is { } text ? MasterKeys.Read(text, "the setting masterKey") : MasterKeys.OfFile(folder.MasterKeyFile);
        if (options.Database is null)
        {
            // SQLite would make it readable by all; its companions take over the mode.
            PrivateFiles.Touch(folder.DatabaseFile);
        }

        var database = await OpenDatabaseAsync(options.Database ?? folder.DatabaseFile, cancellation);
        await MasterKeyTurn.SealAgainAsync(database, keys, cancellation);
        var row = await new InstallationStore(database).OpenAsync(SystemClock.Instance.GetCurrentInstant(), cancellation);
        return new Installation(row.Id, folder, database, keys, options.StripeRate);
    }

    private static async Task<BillingDatabase> OpenDatabaseAsync(string source, CancellationToken cancellation)
    {
        try
        {
            return await BillingDatabase.OpenAsync(source, cancellation);
        }
        catch (DatabaseUnavailableException error)
        {
            throw new InstallationException(error.Message);
        }
    }
}
