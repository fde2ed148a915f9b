using System.CommandLine;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Configurations;
using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Cli.Commands;

/// <summary><c>export</c>: a contract of the org as a case file.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Order = new("ORDER") { Description = "Id or number of an order of the contract." };
    private static readonly Option<bool> Anonymous = new("--anonymous")
    {
        Description = "Replace the names of people and companies, and where they are; amounts and dates stay.",
    };

    public static Command Create()
    {
        var command = new Command("export", "Print a contract as a case file, which replay plays: records, settings and mappings.")
        {
            Order,
            Anonymous,
        };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var id = await OrderIds.OfAsync(org.Billing, result.GetValue(Order)!, cancellation);
        var read = await new SnapshotReader(org.Billing).ReadAsync(SalesforceId.Full(id), cancellation);
        if (read.Snapshot is not { } snapshot)
        {
            throw new CommandException(ErrorText.Of(read.Error!));
        }

        var kept = await new ConfigurationKeeper(org.Billing.Database).CurrentAsync(org.Billing.Facts.OrgId, cancellation);
        var file = CaseExport.Of(snapshot, kept?.Json ?? default, result.GetValue(Anonymous));
        await result.InvocationConfiguration.Output.WriteLineAsync(file.ToJsonString(JsonText.Indented));
        return ExitCodes.Done;
    }
}
