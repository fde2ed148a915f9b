using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Records;

/// <summary>Says what must be known of Stripe before a record is translated that is synced without an order.</summary>
public static class RecordReadList
{
    public static StripeReadList For(RecordSnapshot snapshot)
    {
        var record = snapshot.Records.Find(snapshot.Subject.Id);
        var product = snapshot.Records.Parent(record, "Product2Id");
        ImmutableArray<(CpqRecord? Record, string Type, StripeKind Kind)> named = snapshot.Subject.Type switch
        {
            RecordTranslator.Account => [(record, RecordTranslator.Account, StripeKind.Customer)],
            RecordTranslator.Product => [(record, RecordTranslator.Product, StripeKind.Product)],
            _ => [(product, RecordTranslator.Product, StripeKind.Product), (record, RecordTranslator.Entry, StripeKind.Price)],
        };
        return new StripeReadList(
            [
                .. named
                    .Where(entry => entry.Record?.Text("Stripe_ID__c") is not null)
                    .Select(entry => new NamedStripeId(entry.Record!.Text("Stripe_ID__c")!, entry.Kind, new RecordRef(entry.Type, entry.Record.Id))),
            ],
            product?.Text("SBQQ__SubscriptionPricing__c") is not null
                && BillingWords.IsMetered(BillingWords.TypeOf(product.Text("SBQQ__BillingType__c")), countsUsage: true),
            null,
            snapshot.Subject.Id
        );
    }
}
