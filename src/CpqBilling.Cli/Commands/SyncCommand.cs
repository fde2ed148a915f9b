using System.CommandLine;
using System.Runtime.CompilerServices;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Core.Errors;
using CpqBilling.Engine.Installations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;
using CpqBilling.Storage;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>sync …</c>: brings records of a running org to Stripe now, each telling what became of it.</summary>
internal static class SyncCommand
{
    private const string Reason = "command";

    public static Command Create()
    {
        var command = new Command("sync", "Bring accounts, products, prices or an order of a running org to Stripe now.")
        {
            ById("account", "Account", "Makes or updates the customers of accounts."),
            ById("product", "Product2", "Makes or updates products."),
            ById("price-book-entry", "PricebookEntry", "Makes the prices of price-book entries, with their products."),
            ById("order", "Order", "Syncs the contracts of orders, by id or by the number people see."),
            PriceBook(),
            All("products", "Syncs all active products and all their price-book entries.", org => [Products(org), Entries(org)]),
            All("accounts", "Updates the customers of all accounts that have one.", org => [new RecordSelection("Account", org.Filters.Account)]),
        };
        foreach (var part in command.Subcommands)
        {
            OrgOptions.AddTo(part);
            part.Add(CommandOptions.Json);
        }

        return command;
    }

    /// <returns>0 when every record is in Stripe as it should be, 1 when one was refused.</returns>
    private static async Task<int> RunAsync(ParseResult result, Func<BillingOrg, IAsyncEnumerable<RecordReport>> sync, CancellationToken cancellation)
    {
        var org = await OrgAsync(result, cancellation);
        var isComplete = true;
        await foreach (var report in sync(org).WithCancellation(cancellation))
        {
            isComplete &= SyncLine.IsComplete(report);
            await result.InvocationConfiguration.Output.WriteLineAsync(SyncLine.Of(report, result.GetValue(CommandOptions.Json)));
        }

        return isComplete ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>The org named by its address, else the one of the installation.</summary>
    private static async Task<BillingOrg> OrgAsync(ParseResult result, CancellationToken cancellation)
    {
        var configuration = result.GetValue(OrgOptions.Config) is { } config ? ConfigurationFile.Read(config) : null;
        if (OrgOptions.OrgOrNull(result) is not { } salesforce)
        {
            var installation = await InstalledOrg.OpenAsync(result.GetValue(OrgOptions.Data), cancellation);
            return await InstalledOrg.BillingAsync(installation, null, configuration, cancellation);
        }

        var data =
            result.GetValue(OrgOptions.Data)
            ?? throw new UsageException("Say where to remember what was made: --data FOLDER, for example the folder of the demo.");
        var database = await BillingDatabase.OpenAsync(DataFolder.Open(data).DatabaseFile, cancellation);
        return await OrgBuilder.BuildAsync(salesforce, OrgOptions.Stripe(result), database, configuration, SystemClock.Instance, cancellation);
    }

    private static Command ById(string name, string type, string description)
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.OneOrMore };
        var command = new Command(name, description) { ids };
        command.SetAction(
            (result, cancellation) =>
                RunAsync(result, org => EachAsync(org, type, result.GetValue(ids)!, result.InvocationConfiguration.Error), cancellation)
        );
        return command;
    }

    private static Command PriceBook()
    {
        var id = new Argument<string>("ID");
        var command = new Command("price-book", "Makes the prices of all active entries of a price book.") { id };
        command.SetAction(
            (result, cancellation) =>
                RunAsync(
                    result,
                    org => AllAsync(org, [Entries(org) with { PricebookId = Record("Pricebook2", result.GetValue(id)!).Id }]),
                    cancellation
                )
        );
        return command;
    }

    private static Command All(string name, string description, Func<BillingOrg, RecordSelection[]> selections)
    {
        var command = new Command(name, description);
        command.SetAction((result, cancellation) => RunAsync(result, org => AllAsync(org, selections(org)), cancellation));
        return command;
    }

    private static RecordSelection Products(BillingOrg org) => new("Product2", org.Filters.Product);

    private static RecordSelection Entries(BillingOrg org) => new("PricebookEntry", org.Filters.PricebookEntry);

    private static async IAsyncEnumerable<RecordReport> AllAsync(
        BillingOrg org,
        RecordSelection[] selections,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        foreach (var selection in selections)
        {
            await foreach (var report in new RecordSync(org).SyncAllAsync(selection, Reason, cancellation))
            {
                yield return report;
            }
        }
    }

    private static async IAsyncEnumerable<RecordReport> EachAsync(
        BillingOrg org,
        string type,
        IReadOnlyList<string> ids,
        TextWriter aside,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        foreach (var id in ids)
        {
            var record = Record(type, type == "Order" ? await OrderIds.OfAsync(org, id, cancellation) : id);
            var report = await new SyncShell(org).SyncAsync(record, Reason, cancellation, aside.WriteLine);
            yield return new RecordReport(record, report);
        }
    }

    private static RecordRef Record(string type, string id) =>
        SalesforceId.TypeOf(id) == type ? new RecordRef(type, SalesforceId.Full(id)) : throw new UsageException($"{id} is no id of {type}.");
}
