using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Cli.Planning;
using CpqBilling.Cli.Replay;
using CpqBilling.Core.Translation;

namespace CpqBilling.Cli.Commands;

/// <summary><c>plan</c>: what a sync would do, without doing it.</summary>
internal static class PlanCommand
{
    private static readonly Option<string?> Order = new("--order")
    {
        Description = "Id or number of an order, or id of a record that is synced without one.",
    };
    private static readonly Option<string?> File = new Option<string?>("--file")
    {
        Description = "A case file; its records are loaded into embedded sandboxes.",
    }.AsExistingFile();
    private static readonly Option<int> Run = new Option<int>("--run")
    {
        Description = "Which run of the file, from 1; earlier ones are played first.",
        DefaultValueFactory = _ => 1,
    }.Between(1, int.MaxValue);

    public static Command Create()
    {
        var command = new Command("plan", "Show what a sync would do, without doing it: the timeline, the invoices to expect, and every request.")
        {
            Order,
            File,
            Run,
            CommandOptions.Json,
        };
        OrgOptions.AddTo(command);
        command
            .Excludes(File, [Order, .. OrgOptions.All])
            .Needs(Run, File)
            .SetAction((result, cancellation) => RunAsync(result, result.InvocationConfiguration.Output, cancellation));
        return command;
    }

    /// <returns>0 when the order would sync or has nothing to do, 1 when it would be refused.</returns>
    internal static async Task<int> RunAsync(ParseResult result, TextWriter output, CancellationToken cancellation)
    {
        var plan = (result.GetValue(Order), result.GetValue(File)) switch
        {
            ({ } order, null) when OrgOptions.OrgOrNull(result) is null => await InstalledAsync(result, order, cancellation),
            ({ } order, null) => await OrgAsync(Target(result), order, cancellation),
            (null, { } file) => await FileAsync(CaseFile.Read(file), result.GetValue(Run), cancellation),
            _ => throw new UsageException("Say which plan to show: --order ID of a running org, or --file FILE."),
        };
        if (result.GetValue(CommandOptions.Json))
        {
            await output.WriteLineAsync(PlanDocument.Write(plan));
        }
        else
        {
            var title = plan.IsPreview ? $"{plan.Order}, once it is activated:" : plan.Order;
            new Explanation(title, PlanText.Outcome(plan.Result), PlanText.Errors(plan.Result), plan.Result, plan.Readable).Print(Screen.Of(output));
        }

        return plan.Result is Rejected ? 1 : 0;
    }

    private static async Task<ShownPlan> InstalledAsync(ParseResult result, string order, CancellationToken cancellation)
    {
        var installation = await InstalledOrg.OpenAsync(result.GetValue(OrgOptions.Data), cancellation);
        var configuration = result.GetValue(OrgOptions.Config) is { } config ? ConfigurationFile.Read(config) : null;
        var org = await InstalledOrg.BillingAsync(installation, null, configuration, cancellation);
        var (plan, isPreview) = await OrgPlan.PreviewAsync(org, await OrderIds.OfAsync(org, order, cancellation), cancellation);
        return new ShownPlan(order, plan, isPreview, text => text);
    }

    private static async Task<ShownPlan> OrgAsync(PlanTarget target, string order, CancellationToken cancellation)
    {
        var (result, isPreview) = await OrgPlan.ReadAsync(target, order, cancellation);
        return new ShownPlan(order, result, isPreview, text => text);
    }

    private static async Task<ShownPlan> FileAsync(CaseFile file, int run, CancellationToken cancellation)
    {
        var runner = new ReplayRunner(file);
        var result = await runner.PlanAsync(run, cancellation);
        return new ShownPlan(file.Runs.ElementAtOrDefault(run - 1)?.Sync ?? "", result, IsPreview: false, runner.Readable);
    }

    private static PlanTarget Target(ParseResult result) =>
        new(
            OrgOptions.Org(result),
            OrgOptions.Stripe(result),
            result.GetValue(OrgOptions.Config) is { } config ? ConfigurationFile.Read(config) : null,
            result.GetValue(OrgOptions.Data)
        );
}
