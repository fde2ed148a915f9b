using CpqBilling.Cli.Composition;
using CpqBilling.Core;
using CpqBilling.Core.Contract;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using CpqBilling.Stripe;
using NodaTime;

namespace CpqBilling.Cli.Planning;

/// <summary>Whom to ask for a plan.</summary>
/// <param name="Data">Folder of a demo: what was billed before is remembered there. Null remembers nothing.</param>
internal sealed record PlanTarget(SalesforceConnection Salesforce, StripeConnection Stripe, OrgConfiguration Configuration, string? Data);

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
        var snapshot = await SnapshotAsync(org, orderId, cancellation);
        var isPreview = ActivationPreview.IsNeeded(snapshot);
        return (CheckedTranslation.Of(isPreview ? ActivationPreview.Of(snapshot) : snapshot), isPreview);
    }

    public static async Task<TranslationResult> ReadAsync(BillingOrg org, string orderId, CancellationToken cancellation) =>
        CheckedTranslation.Of(await SnapshotAsync(org, orderId, cancellation));

    private static async Task<OrderSnapshot> SnapshotAsync(BillingOrg org, string orderId, CancellationToken cancellation)
    {
        var read = await new SnapshotReader(org).ReadAsync(orderId, cancellation);
        return read.Snapshot ?? throw new CommandException($"{read.Error!.Message} {read.Error.Fix}");
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
