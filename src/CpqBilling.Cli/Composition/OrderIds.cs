using CpqBilling.Engine.Sync;
using CpqBilling.Salesforce;

namespace CpqBilling.Cli.Composition;

/// <summary>Takes an order by its id or by the number that people see.</summary>
internal static class OrderIds
{
    public static async Task<string> OfAsync(BillingOrg org, string idOrNumber, CancellationToken cancellation)
    {
        if (SalesforceId.TypeOf(idOrNumber) is not null)
        {
            return idOrNumber;
        }

        return await new OrderNumbers(org.Salesforce).FindAsync(idOrNumber, cancellation) switch
        {
            SalesforceAnswer<string?>.Found { Value: { } id } => id,
            SalesforceAnswer<string?>.Found => throw new CommandException($"There is no order with the id or number {idOrNumber}."),
            SalesforceAnswer<string?>.Refused refused => throw new CommandException(ErrorText.Of(refused.Error)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
