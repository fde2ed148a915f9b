using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>A contract stays with the customer that pays it: Stripe cannot move a subscription to another.</summary>
internal static class PayerCheck
{
    public static void Check(TranslationContext context)
    {
        if (PayerOf(context.Target) is not { } payer)
        {
            return;
        }

        if (!Pays(context, context.Account, payer))
        {
            context.Errors.Add(ChangedErrors.AccountIsNotPayer(context.Contract.Trigger.Ref, Named(context.Account), Payer(context, payer)));
            return;
        }

        foreach (var order in context.Contract.Amendments.Where(order => order.StripeId is null && order.AccountId != context.Account.Id))
        {
            if (context.Snapshot.Records.Find(order.AccountId) is { } other && !Pays(context, other, payer))
            {
                context.Errors.Add(ChangedErrors.AccountIsNotPayer(order.Ref, Named(other), Payer(context, payer)));
            }
        }
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
    private static bool Pays(TranslationContext context, CpqRecord account, string payer) =>
        account.Text("Stripe_ID__c") is { } customer ? customer == payer : context.Sent is { AccountId: { } sent } && sent == account.Id;

    private static string Named(CpqRecord account)
    {
        var customer = account.Text("Stripe_ID__c") is { } id ? $"customer {id}" : "no customer";
        return $"account {account.Text("Name") ?? account.Id} ({account.Id}, {customer})";
    }

    private static string Payer(TranslationContext context, string payer)
    {
        var account =
            context.Snapshot.Records.OfType("Account").FirstOrDefault(record => record.Text("Stripe_ID__c") == payer)?.Id ?? context.Sent?.AccountId;
        return account is null ? $"customer {payer}" : $"customer {payer} of account {account}";
    }
}
