using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Web.Orders;
using Spectre.Console;

namespace CpqBilling.Cli.Demo;

/// <summary>What the terminal shows: a table that fills while the demo runs, or plain lines where there is no terminal.</summary>
internal static class DemoScreen
{
    public static async Task ShowAsync(DemoRun run, TextWriter output, CancellationToken cancellation)
    {
        var screen = Screen.Of(output);
        if (!screen.Profile.Out.IsTerminal)
        {
            run.Board.Changed += (_, order) => PrintLine(order, output);
            await run.PlayAsync(_ => { }, cancellation);
            return;
        }

        await screen
            .Live(new Text("Selling…"))
            .AutoClear(true)
            .StartAsync(async live =>
            {
                var doing = "";
                void Draw() => live.UpdateTarget(Table(run.Board.Orders).Caption(Markup.Escape(doing)));
                run.Board.Changed += (_, _) => Draw();
                await run.PlayAsync(
                    now =>
                    {
                        doing = now;
                        Draw();
                    },
                    cancellation
                );
            });
    }

    public static void PrintOutcome(DemoRun run, TextWriter output)
    {
        var screen = Screen.Of(output);
        screen.Write(Table(run.Board.Orders));
        foreach (var order in run.Board.Orders)
        {
            foreach (var error in order.AllErrors)
            {
                screen.MarkupLine($"[red]Order {order.Number} ({Markup.Escape(order.Customer)}): {error.Code}[/] {Markup.Escape(error.Message)}");
                screen.MarkupLine($"  [bold]What to do:[/] {Markup.Escape(error.Fix)}");
            }
        }

        var calls = run.Calls;
        screen.MarkupLine($"[grey]{calls.Salesforce} calls to Salesforce, {calls.Stripe} calls to Stripe.[/]");
    }

    public static void PrintAddresses(DemoRun run, TextWriter output)
    {
        var (salesforce, stripe) = (run.Sandboxes.SalesforceAddress, run.Sandboxes.StripeAddress);
        output.WriteLine();
        output.WriteLine("Open these in a browser:");
        output.WriteLine();
        output.WriteLine($"Orders      {run.Address}");
        output.WriteLine("            every order with its timeline and invoices, what needs you, the forecast");
        output.WriteLine($"Salesforce  {salesforce}");
        output.WriteLine("            sell something and activate the order: it is billed within seconds");
        output.WriteLine($"Stripe      {stripe}");
        output.WriteLine("            what was created there; clocks let time pass");
        output.WriteLine();
        output.WriteLine("What a sync of the first order would do now, from another terminal (other commands take --data too):");
        output.WriteLine($"  ./cpqbilling plan --order {run.Board.Orders[0].Id} --data {run.Folder}");
        output.WriteLine();
        output.WriteLine(
            run.KeepsFolder
                ? "Ctrl-C ends the demo; the same --data goes on with it."
                : "Ctrl-C ends the demo and takes its data away; --data FOLDER keeps them."
        );
    }

    private static void PrintLine(BoardOrder order, TextWriter output)
    {
        if (order.Status is not (OrderStatus.Waiting or OrderStatus.Syncing))
        {
            var what = order.Created.Length == 0 ? "" : $": {order.Created}";
            output.WriteLine($"{order.Number} {order.Customer}, {order.Kind}: {order.Status.ToString().ToLowerInvariant()}{what}");
        }
    }

    private static Table Table(IEnumerable<BoardOrder> orders)
    {
        var table = Screen.Table("order", "customer", "sold", "created in Stripe");
        table.AddColumn(new TableColumn("phases").RightAligned());
        table.AddColumn(new TableColumn("first invoice").RightAligned());
        table.AddColumn("status");
        foreach (var order in orders)
        {
            table.AddRow(
                Markup.Escape(order.Number),
                Markup.Escape(order.Customer),
                Markup.Escape(order.Kind),
                Markup.Escape(order.Created),
                order.Phases == 0 ? "" : $"{order.Phases}",
                order.FirstInvoice is { } first ? MoneyText.Of(first.AmountDue, first.Currency) : "",
                Status(order.Status)
            );
        }

        return table;
    }

    private static string Status(OrderStatus status) =>
        status switch
        {
            OrderStatus.Synced => "[green]synced[/]",
            OrderStatus.Rejected => "[red]rejected[/]",
            OrderStatus.Failed => "[red]failed[/]",
            OrderStatus.Skipped => "[grey]skipped[/]",
            OrderStatus.Syncing => "[yellow]syncing…[/]",
            _ => "[grey]waiting[/]",
        };
}
