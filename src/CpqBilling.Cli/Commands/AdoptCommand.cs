using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Adopting;
using CpqBilling.Web.Api;

namespace CpqBilling.Cli.Commands;

/// <summary><c>adopt</c>: takes over contracts that Stripe bills already, and changes nothing in Stripe or Salesforce.</summary>
internal static class AdoptCommand
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Compare only, and keep nothing." };

    public static Command Create()
    {
        var command = new Command(
            "adopt",
            "Take over contracts that Stripe bills already: after the database was lost, or from another connector. Changes nothing in Stripe or Salesforce."
        )
        {
            DryRun,
        };
        OpenedOrg.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(result, cancellation));
        return command;
    }

    /// <returns>0 when every contract is as its orders say, 1 when one is not.</returns>
    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var org = await OpenedOrg.OpenAsync(result, cancellation);
        var keeps = !result.GetValue(DryRun);
        var outcome = await org.Application.AdoptAsync(keeps, CommandActor.Here, Told.Progress(result, "orders held against Stripe"), cancellation);
        var looked = outcome switch
        {
            AdoptionOutcome.Looked found => found,
            AdoptionOutcome.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (Told.IsJson(result))
        {
            await Told.JsonAsync(result, looked.Contracts.Select(Document));
        }
        else
        {
            await TellAsync(result, looked, keeps);
        }

        return looked.Count(AdoptionStanding.Adopted) == looked.Contracts.Length ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static async Task TellAsync(ParseResult result, AdoptionOutcome.Looked looked, bool keeps)
    {
        var adopted = looked.Count(AdoptionStanding.Adopted);
        var what = keeps ? "adopted" : "would be adopted; nothing was kept";
        await Told.LineAsync(result, $"{adopted} of {looked.Contracts.Length} contracts that bear an id of Stripe {what}.");
        if (adopted < looked.Contracts.Length)
        {
            Told.Table(
                result,
                ["order", "account", "in Stripe", "standing", "why"],
                looked.Contracts.Where(contract => contract.Standing != AdoptionStanding.Adopted).Select(Row)
            );
        }
    }

    private static object Document(AdoptedContract contract) =>
        new
        {
            contract.OrderId,
            contract.Number,
            contract.AccountName,
            contract.StripeId,
            contract.Standing,
            contract.Orders,
            contract.Left,
            Errors = ApiError.Of(contract.Errors),
        };

    private static string?[] Row(AdoptedContract contract) =>
        [contract.Number, contract.AccountName, contract.StripeId, Words(contract.Standing), Why(contract)];

    private static string Why(AdoptedContract contract) =>
        contract.Errors.IsEmpty
            ? $"A sync would send {string.Join(", ", contract.Left)}."
            : string.Join(' ', contract.Errors.Select(error => $"{error.Code} {error.Message}"));

    private static string Words(AdoptionStanding standing) =>
        standing switch
        {
            AdoptionStanding.Adopted => "adopted",
            AdoptionStanding.Differs => "differs",
            AdoptionStanding.Unknown => "unknown",
            AdoptionStanding.NotRead => "not read",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
