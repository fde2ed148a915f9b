using CpqBilling.Engine.Application.Contracts;

namespace CpqBilling.Engine.Application.Reconciling;

/// <summary>Finds what is not as it must be in a contract that was just read: a pure function.</summary>
internal static class ContractFindings
{
    private const string ChangedInStripe = "SYNC-7";

    public static IEnumerable<ReconcileFinding> Of(ContractView contract, string number)
    {
        ReconcileFinding Finding(FindingKind kind, string what) =>
            new(kind, contract.ContractKey, number, contract.AccountName, what, Currency: contract.Currency);
        foreach (var error in contract.Errors)
        {
            var isChange = error.Code.StartsWith(ChangedInStripe, StringComparison.Ordinal);
            yield return Finding(isChange ? FindingKind.ChangedInStripe : FindingKind.Refused, $"{error.Message} {error.Fix}");
        }

        if (!contract.Steps.IsEmpty)
        {
            var requests = contract.Steps.Length == 1 ? "one request" : $"{contract.Steps.Length} requests";
            yield return Finding(FindingKind.NotInStep, $"A sync would send {requests} to Stripe.");
        }

        foreach (
            var finding in contract
                .Invoices.Where(invoice => !IsUsage(invoice, contract))
                .Select(invoice => Of(invoice, Finding))
                .OfType<ReconcileFinding>()
        )
        {
            yield return finding;
        }

        if (contract.Cents is { Difference: { } difference and not 0 } cents)
        {
            yield return Finding(FindingKind.Total, "Billed and still to come is not what the contract comes to.") with
            {
                Expected = cents.ToBill,
                Actual = cents.ToBill + difference,
            };
        }
    }

    /// <summary>What meters count is billed beside the forecast, from nothing upwards.</summary>
    private static bool IsUsage(ComparedInvoice invoice, ContractView contract) =>
        contract.HasUsage && invoice.Standing == InvoiceStanding.Unexpected;

    private static ReconcileFinding? Of(ComparedInvoice invoice, Func<FindingKind, string, ReconcileFinding> finding)
    {
        var found = invoice.Standing switch
        {
            InvoiceStanding.Missing => finding(FindingKind.MissingInvoice, "Its day has come, and Stripe has no such invoice."),
            InvoiceStanding.Unexpected => finding(FindingKind.UnexpectedInvoice, "Stripe made it, and the contract does not tell of it."),
            InvoiceStanding.NotRead => finding(FindingKind.NotRead, "Stripe's invoices could not be read."),
            _ when invoice.Difference is not (null or 0) => finding(FindingKind.OtherAmount, "It asks for another amount than was expected."),
            _ => null,
        };
        return found is null
            ? null
            : found with
            {
                On = invoice.Date,
                Expected = invoice.Expected,
                Actual = invoice.Actual is { } actual ? actual.Total - actual.Tax : null,
            };
    }
}
