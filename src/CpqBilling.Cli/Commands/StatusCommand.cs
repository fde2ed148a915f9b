using System.CommandLine;
using System.Globalization;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Health;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Api;
using NodaTime;

namespace CpqBilling.Cli.Commands;

/// <summary><c>status</c>: how an org stands, or one of its orders.</summary>
internal static class StatusCommand
{
    private const int MostJobs = 100_000;

    private static readonly Argument<string?> Order = new("ORDER")
    {
        Description = "Id or number of an order; the org as a whole without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("status", "Tell how an org stands, or one order: state, errors with what to do, next invoice.") { Order };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when nothing needs anybody, 1 when something does.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        return result.GetValue(Order) is { } order
            ? await OfOrderAsync(result, org, order, cancellation)
            : await OfOrgAsync(result, org, cancellation);
    }

    private static async Task<int> OfOrgAsync(ParseResult result, OpenedOrg org, CancellationToken cancellation)
    {
        var overview = await org.Application.Overview.ReadAsync(cancellation);
        var jobs = await new JobReader(org.Billing.Database).ReadAsync(org.Billing.Facts.OrgId, org.Billing.Now, 0, MostJobs, cancellation);
        var connected = await org.Installation.Orgs.FindAsync(org.Billing.Facts.OrgId, cancellation);
        var events = await new EventReader(org.Billing.Database).ReadAsync(connected!, cancellation);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, Document(org, overview, events, jobs));
        }
        else
        {
            Told.Table(result, ["", ""], Rows(org, overview, events, jobs));
        }

        return overview.Counts.In(OrderState.NeedsYou) == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static object Document(OpenedOrg org, Overview overview, EventStatus events, IReadOnlyCollection<StandingJob> jobs) =>
        new
        {
            Org = org.Billing.Facts.OrgId,
            org.Application.Face.Name,
            org.Application.Face.StripeAccount,
            org.Application.Face.IsLive,
            org.Application.IsSyncEnabled,
            org.IsServed,
            Events = new
            {
                events.IsOn,
                events.IsHeard,
                events.TellsOrders,
                events.HeardAt,
            },
            Orders = Enum.GetValues<OrderState>().ToDictionary(OrderWords.Slug, overview.Counts.In),
            Jobs = Enum.GetValues<JobStanding>().ToDictionary(JobWords.Of, standing => jobs.Count(job => job.Standing == standing)),
            overview.Held,
            RunsOfTheDay = new { overview.Runs.Count, MedianMilliseconds = overview.Runs.Median.TotalMilliseconds },
            overview.ChangedAt,
        };

    private static IEnumerable<string?[]> Rows(OpenedOrg org, Overview overview, EventStatus events, IReadOnlyCollection<StandingJob> jobs)
    {
        var face = org.Application.Face;
        yield return ["org", $"{face.Name} ({face.Id})"];
        yield return ["Stripe account", $"{face.StripeAccount}, {(face.IsLive ? "live" : "test")} mode"];
        yield return ["bills by itself", org.Application.IsSyncEnabled ? "yes" : "no: its setting syncEnabled is false"];
        yield return ["service", org.IsServed ? "runs on this folder" : "none runs on this folder"];
        yield return ["events of Salesforce", events.Sentence(org.Billing.Settings.PollIntervalSeconds)];
        yield return ["orders", $"{overview.Counts.Total}. {overview.Sentence}. {overview.Rest}"];
        foreach (var state in Enum.GetValues<OrderState>().Where(state => overview.Counts.In(state) > 0))
        {
            yield return [$"  {OrderWords.Of(state)}", overview.Counts.In(state).ToString(CultureInfo.InvariantCulture)];
        }

        foreach (var group in jobs.GroupBy(job => job.Standing).OrderBy(group => group.Key))
        {
            yield return [$"  queue: {JobWords.Of(group.Key)}", group.Count().ToString(CultureInfo.InvariantCulture)];
        }

        foreach (var held in overview.Held)
        {
            yield return ["held back", MoneyText.Of(held.Minor, held.Currency)];
        }

        yield return ["runs of the last day", Runs(overview)];
    }

    private static string Runs(Overview overview) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{overview.Runs.Count}, half of them within {overview.Runs.Median.TotalSeconds:0.0} s, with {overview.Runs.SalesforceCalls} calls to Salesforce and {overview.Runs.StripeCalls} to Stripe"
        );

    private static async Task<int> OfOrderAsync(ParseResult result, OpenedOrg org, string named, CancellationToken cancellation)
    {
        var id = await OrderIds.OfAsync(org.Billing, named, cancellation);
        var row =
            await org.Application.Orders.FindAsync(Salesforce.SalesforceId.Full(id), cancellation)
            ?? throw new CommandException($"Order {named} was not looked at yet: cpqbilling sync order {named} does so now.");
        var order = ApiOrder.Of(row);
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, order);
        }
        else
        {
            Told.Table(result, ["", ""], Rows(order));
        }

        return row.State == OrderState.NeedsYou ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static IEnumerable<string?[]> Rows(ApiOrder order)
    {
        yield return ["order", $"{order.Number} ({order.Id})"];
        yield return ["account", order.AccountName];
        yield return ["state", order.State.Replace('-', ' ') + (order.Reason is { } reason ? $": {reason}" : "")];
        yield return ["sold", order is { Sold: { } sold, Currency: { } currency } ? MoneyText.Of(sold, currency) : ""];
        yield return ["next invoice", order.NextInvoiceOn is { } on ? NodaTime.Text.LocalDatePattern.Iso.Format(on) : ""];
        yield return ["in Stripe", order.StripeId];
        foreach (var error in order.Errors)
        {
            yield return [error.Code, $"{error.RecordId}: {error.Message} {error.Fix}"];
        }

        yield return ["looked at", Told.Time(order.ChangedAt)];
    }
}
