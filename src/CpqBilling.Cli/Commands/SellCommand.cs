using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Sandbox.Salesforce.Cpq;

namespace CpqBilling.Cli.Commands;

/// <summary><c>sell …</c>: plays the sales team on a running Salesforce sandbox; each command prints the id of what it made.</summary>
internal static class SellCommand
{
    /// <summary>Months; a date so far away is a slip.</summary>
    private const int LongestTerm = 1200;

    private static readonly Option<string> Org = new Option<string>("--org")
    {
        Description = "Address of the Salesforce sandbox.",
        Required = true,
        Recursive = true,
    }.AsAddress();

    public static Command Create() =>
        new("sell", "Play the sales team on a running Salesforce sandbox.")
        {
            Org,
            Account(),
            Product(),
            Quote(),
            Simple("order", "QUOTE", "Makes the draft order of a quote.", (team, id) => team.OrderAsync(id)),
            Simple("activate", "ORDER", "Activates an order, which is when it is billed.", ActivateAsync),
            Simple("contract", "ORDER", "Makes the contract of an activated order, which amendments need.", (team, id) => team.ContractAsync(id)),
            Amend(),
            Cancel(),
            Simple("renew", "CONTRACT", "Renews a contract at its end.", (team, id) => team.RenewAsync(id)),
        };

    private static Command Account()
    {
        var name = new Argument<string>("NAME");
        return Command("account", "Makes a customer.", (team, given) => team.CreateAccountAsync(given.GetValue(name)!), name);
    }

    private static Command Product()
    {
        var name = new Argument<string>("NAME");
        var price = new Argument<decimal>("PRICE") { Description = "Of one unit for its term." }.NotNegative();
        var code = new Option<string?>("--code") { Description = "Product code; made from the name without it." };
        var frequency = new Option<string>("--frequency") { Description = "How often it is billed.", DefaultValueFactory = _ => "Monthly" };
        frequency.AcceptOnlyFromAmong("Monthly", "Quarterly", "Semiannual", "Annual");
        var kind = new Option<ProductKind>("--kind") { Description = "What kind of product it is." };
        var term = new Option<int?>("--term") { Description = "Months that the price is for." }.Between(1, LongestTerm);
        return Command(
            "product",
            "Makes a product with its price in the standard price book.",
            (team, given) =>
            {
                var called = given.GetValue(name)!;
                return team.CreateProductAsync(
                    new NewProduct(called, given.GetValue(code) ?? called.ToUpperInvariant().Replace(' ', '-'), given.GetValue(price))
                    {
                        Kind = given.GetValue(kind),
                        BillingFrequency = given.GetValue(kind) == ProductKind.OneTime ? null : given.GetValue(frequency),
                        SubscriptionTermMonths = given.GetValue(term),
                    }
                );
            },
            name,
            price,
            code,
            frequency,
            kind,
            term
        );
    }

    private static Command Quote()
    {
        var account = new Argument<string>("ACCOUNT");
        var lines = new Argument<string[]>("PRODUCT=QUANTITY") { Arity = ArgumentArity.OneOrMore };
        var start = new Option<DateOnly>("--start") { Description = "First day.", Required = true };
        var term = new Option<int>("--term") { Description = "Months.", DefaultValueFactory = _ => 12 }.Between(1, LongestTerm);
        return Command(
            "quote",
            "Quotes products to a customer.",
            (team, given) =>
            {
                var quoted = Pairs(given.GetValue(lines)!).Select(pair => new NewLine(pair.Product, pair.Quantity)).ToArray();
                return team.QuoteAsync(new NewQuote(given.GetValue(account)!, given.GetValue(start), given.GetValue(term), quoted));
            },
            account,
            lines,
            start,
            term
        );
    }

    private static Command Amend()
    {
        var contract = new Argument<string>("CONTRACT");
        var quantities = new Argument<string[]>("PRODUCT=QUANTITY") { Arity = ArgumentArity.OneOrMore, Description = "New quantities in total." };
        var start = new Option<DateOnly>("--start") { Description = "First day with the new quantities.", Required = true };
        return Command(
            "amend",
            "Changes quantities of a contract, and activates the order of it.",
            (team, given) =>
            {
                var wanted = Pairs(given.GetValue(quantities)!).Select(pair => new NewQuantity(pair.Product, pair.Quantity)).ToArray();
                return team.AmendAsync(given.GetValue(contract)!, given.GetValue(start), wanted);
            },
            contract,
            quantities,
            start
        );
    }

    private static Command Cancel()
    {
        var contract = new Argument<string>("CONTRACT");
        var start = new Option<DateOnly>("--start") { Description = "First day without the contract.", Required = true };
        return Command(
            "cancel",
            "Ends a contract early, and activates the order of it.",
            (team, given) => team.CancelAsync(given.GetValue(contract)!, given.GetValue(start)),
            contract,
            start
        );
    }

    private static Command Simple(string name, string argument, string description, Func<SalesTeam, string, Task<string>> sell)
    {
        var id = new Argument<string>(argument);
        return Command(name, description, (team, given) => sell(team, given.GetValue(id)!), id);
    }

    private static Command Command(string name, string description, Func<SalesTeam, ParseResult, Task<string>> sell, params Symbol[] parts)
    {
        var command = new Command(name, description);
        foreach (var part in parts)
        {
            if (part is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)part);
            }
        }

        command.SetAction(
            async (given, cancellation) =>
            {
                try
                {
                    using var team = await SalesTeam.LoginAsync(new Uri(given.GetValue(Org)!), cancellation: cancellation);
                    await given.InvocationConfiguration.Output.WriteLineAsync(await sell(team, given));
                    return ExitCodes.Done;
                }
                catch (Exception error) when (error is SalesRefusedException or HttpRequestException)
                {
                    throw new CommandException(error.Message);
                }
            }
        );
        return command;
    }

    private static async Task<string> ActivateAsync(SalesTeam team, string order)
    {
        await team.ActivateAsync(order);
        return order;
    }

    private static IEnumerable<(string Product, decimal Quantity)> Pairs(string[] texts) =>
        texts.Select(text =>
            text.Split('=') is [var product, var count]
            && decimal.TryParse(count, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var quantity)
                ? (product, quantity)
                : throw new UsageException($"Write a product's id and its quantity as PRODUCT=QUANTITY, not {text}.")
        );
}
