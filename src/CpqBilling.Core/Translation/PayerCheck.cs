using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>A contract stays with the customer that pays it: Stripe cannot move a subscription to another.</summary>
internal static class PayerCheck
{
    public static ImmutableArray<SyncError> Errors(BillableContract contract)
    {
        if (PayerOf(contract.Target) is not { } payer)
        {
            return [];
        }

        if (!Pays(contract, contract.Account, payer))
        {
            return [ChangedErrors.AccountIsNotPayer(contract.Contract.Trigger.Ref, Named(contract.Account), Payer(contract, payer))];
        }

        return
        [
            .. from order in contract.Contract.Amendments
            where order.StripeId is null && order.AccountId != contract.Account.Id
            let other = contract.Snapshot.Records.Find(order.AccountId)
            where other is not null && !Pays(contract, other, payer)
            select ChangedErrors.AccountIsNotPayer(order.Ref, Named(other), Payer(contract, payer)),
        ];
    }

    /// <summary>Null where it is not known, or nobody pays yet.</summary>
    public static string? PayerOf(StripeObject? target) =>
        target switch
        {
            ScheduleState schedule => schedule.CustomerId,
            SubscriptionState subscription => subscription.CustomerId,
            InvoiceState invoice => invoice.CustomerId,
            _ => null,
        };

    /// <summary>By its customer; an account whose id was cleared by the account the contract was sent for.</summary>
    private static bool Pays(BillableContract contract, CpqRecord account, string payer) =>
        account.Text("Stripe_ID__c") is { } customer ? customer == payer : contract.Sent is { AccountId: { } sent } && sent == account.Id;

    private static string Named(CpqRecord account)
    {
        var customer = account.Text("Stripe_ID__c") is { } id ? $"customer {id}" : "no customer";
        return $"account {account.Text("Name") ?? account.Id} ({account.Id}, {customer})";
    }

    private static string Payer(BillableContract contract, string payer)
    {
        var account =
            contract.Snapshot.Records.OfType("Account").FirstOrDefault(record => record.Text("Stripe_ID__c") == payer)?.Id
            ?? contract.Sent?.AccountId;
        return account is null ? $"customer {payer}" : $"customer {payer} of account {account}";
    }
}
