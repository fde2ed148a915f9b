using System.Collections.Immutable;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Translation;

/// <summary>An order that names a Stripe account is billed there or not at all: through another it would bill somebody else's customer.</summary>
internal static class AccountCheck
{
    public static ImmutableArray<SyncError> Errors(BillableContract contract)
    {
        var (records, org) = (contract.Snapshot.Records, contract.Snapshot.Org);
        if (org.StripeAccountId is not { } billed)
        {
            return [];
        }

        return
        [
            .. from order in contract.Contract.Orders
            let lookup = order.Record.Text("Stripe_Account__c")
            where lookup is not null
            let named = records.Find(lookup)?.Text("Stripe_ID__c") ?? lookup
            where named != billed
            select StripeErrors.OtherStripeAccount(order.Ref, named, org.StripeAccount ?? billed),
        ];
    }
}
