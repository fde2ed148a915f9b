using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>The customer of an account: made, adopted or updated; an unchanged account costs no call (docs/rules/plan.md 3).</summary>
public sealed class CustomerStep(FieldMapper mapper, RecordMetadata metadata, StripeSnapshot stripe)
{
    public const string Key = "customer";
    private const int DescriptionLength = 350;
    private const int PhoneLength = 20;

    private static readonly (string Path, string Field)[] Defaults =
    [
        ("name", "Name"),
        ("phone", "Phone"),
        ("description", "Description"),
        ("address.line1", "BillingStreet"),
        ("address.city", "BillingCity"),
        ("address.state", "BillingState"),
        ("address.postal_code", "BillingPostalCode"),
        ("address.country", "BillingCountry"),
        ("shipping.name", "Name"),
        ("shipping.phone", "Phone"),
        ("shipping.address.line1", "ShippingStreet"),
        ("shipping.address.city", "ShippingCity"),
        ("shipping.address.state", "ShippingState"),
        ("shipping.address.postal_code", "ShippingPostalCode"),
        ("shipping.address.country", "ShippingCountry"),
    ];

    /// <param name="origin">The record the sync started from: a deleted customer is its error.</param>
    public Checked<PlannedCustomer> Plan(CpqRecord account, Refresh refresh, RecordRef origin)
    {
        var record = new RecordRef("Account", account.Id);
        return Body(account, record)
            .Then<PlannedCustomer>(body =>
                stripe.Find(account.Text("Stripe_ID__c")) switch
                {
                    DeletedObject deleted => StripeErrors.StripeObjectDeleted(origin, deleted.Kind, deleted.Id),
                    CustomerState known => new PlannedCustomer(known.Id, Update(known, body, refresh, record)),
                    _ => new PlannedCustomer(new StripeRef(Key), new Creation(Key, "/v1/customers", body, record, record).Part(stripe)),
                }
            );
    }

    /// <summary>What was sent before is not always known: made by another connector, or our memory was lost. Then it is sent once more.</summary>
    private PlanPart Update(CustomerState known, StripeMap body, Refresh refresh, RecordRef record)
    {
        var isAdopted = known.LastSent is null && !known.Metadata.ContainsKey(metadata.IdKey("Account"));
        return refresh.Sends(known.LastSent, body) ? Change(known, body, known.LastSent ?? "", record)
            : isAdopted ? Change(known, new StripeMap().Set("metadata", metadata.Of("Account", record.Id)), "adopted", record)
            : PlanPart.None;
    }

    private static PlanPart Change(CustomerState known, StripeMap body, string basis, RecordRef record) =>
        PlanPart.Of(new PlanStep(Key, StripeMethod.Post, $"/v1/customers/{known.Id}", body, basis, record));

    private Checked<StripeMap> Body(CpqRecord account, RecordRef record)
    {
        var own = Defaults
            .Aggregate(new StripeMap(), (body, field) => body.SetPath(field.Path, account.Text(field.Field)))
            .Set("metadata", metadata.Of("Account", account.Id));
        return mapper.Apply(MappedObject.Customer, account, own).Then(body => MetadataLimits.Inside(body, record)).Select(Sanitized);
    }

    private static StripeMap Sanitized(StripeMap body)
    {
        var cut = Cut(Cut(body, "description", DescriptionLength), "phone", PhoneLength);
        return cut["shipping"] is not StripeMap shipping ? cut
            : shipping["address"] is null ? cut.Remove("shipping")
            : cut.Set("shipping", Cut(shipping, "phone", PhoneLength));
    }

    private static StripeMap Cut(StripeMap map, string key, int length) =>
        map[key] is StripeText { Value.Length: var found } text && found > length ? map.Set(key, text.Value[..length]) : map;
}
