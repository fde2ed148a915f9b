using CpqBilling.Cli.Composition;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Records;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Planning;

/// <summary>Whom to ask for a plan.</summary>
/// <param name="Configuration">Null takes the version kept in the folder.</param>
/// <param name="Data">Folder of a demo: what was billed before is remembered there. Null remembers nothing.</param>
internal sealed record PlanTarget(SalesforceConnection Salesforce, StripeConnection Stripe, OrgConfiguration? Configuration, string? Data);

/// <summary>The plan of an order in a running org: read as a sync reads, translated, and left at that.</summary>
internal static class OrgPlan
{
    /// <summary>An order that is not activated yet is planned as it will be once it is.</summary>
    public static async Task<(TranslationResult Translation, bool IsPreview)> ReadAsync(
        PlanTarget target,
        string orderId,
        CancellationToken cancellation
    )
    {
        using var folder = WorkFolder.Open(null);
        if (target.Data is { } data)
        {
            CopyMemory(data, folder);
        }

        var database = await BillingDatabase.OpenAsync(folder.DatabaseFile, cancellation);
        var org = await OrgBuilder.BuildAsync(target.Salesforce, target.Stripe, database, target.Configuration, SystemClock.Instance, cancellation);
        return await ReadAsync(org, orderId, previews: true, cancellation);
    }

    /// <summary>An order that is not activated yet is planned as it will be once it is.</summary>
    public static Task<(TranslationResult Translation, bool IsPreview)> PreviewAsync(BillingOrg org, string id, CancellationToken cancellation) =>
        ReadAsync(org, id, previews: true, cancellation);

    /// <param name="id">Of an order, or of a record that is synced without one.</param>
    public static async Task<TranslationResult> ReadAsync(BillingOrg org, string id, CancellationToken cancellation) =>
        (await ReadAsync(org, id, previews: false, cancellation)).Translation;

    private static async Task<(TranslationResult Translation, bool IsPreview)> ReadAsync(
        BillingOrg org,
        string id,
        bool previews,
        CancellationToken cancellation
    )
    {
        if (!org.ConfigurationErrors.IsEmpty)
        {
            return (new Rejected(org.ConfigurationErrors), false);
        }

        if (SalesforceId.TypeOf(id) is { } type && RecordReader.Types.Contains(type))
        {
            return (await ReadRecordAsync(org, new RecordRef(type, id), cancellation), false);
        }

        var snapshot = await SnapshotAsync(org, id, cancellation);
        var isPreview = previews && ActivationPreview.IsNeeded(snapshot);
        return (CheckedTranslation.Of(isPreview ? ActivationPreview.Of(snapshot) : snapshot), isPreview);
    }

    private static async Task<OrderSnapshot> SnapshotAsync(BillingOrg org, string orderId, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        return read.Snapshot ?? throw new CommandException($"{read.Error!.Message} {read.Error.Fix}");
    }

    private static async Task<TranslationResult> ReadRecordAsync(BillingOrg org, RecordRef record, CancellationToken cancellation)
    {
        var read = await new RecordSnapshotReader(org).ReadAsync(record, cancellation);
        return read.Snapshot is { } snapshot
            ? RecordTranslator.Translate(snapshot)
            : throw new CommandException($"{read.Error!.Message} {read.Error.Fix}");
    }

    /// <summary>A copy, so that nothing of the running product is touched.</summary>
    private static void CopyMemory(string data, WorkFolder folder)
    {
        var source = Path.Combine(data, Path.GetFileName(folder.DatabaseFile));
        if (!File.Exists(source))
        {
            throw new CommandException($"The folder {data} holds no database: name the folder given to demo --data.");
        }

        foreach (var file in Directory.GetFiles(data, Path.GetFileName(source) + "*"))
        {
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        }
    }
}
