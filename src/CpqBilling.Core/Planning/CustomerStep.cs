using CpqBilling.Core.Comparison;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>The customer of an account: made, adopted or updated; an unchanged account costs no call (docs/rules/plan.md 3).</summary>
public sealed class CustomerStep(FieldMapper mapper, RecordMetadata metadata, StripeSnapshot stripe, StepList steps, ErrorList errors)
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
    public StripeValue? Plan(CpqRecord account, Refresh refresh, RecordRef origin)
    {
        var body = Body(account);
        var record = new RecordRef("Account", account.Id);
        switch (stripe.Find(account.Text("Stripe_ID__c")))
        {
            case DeletedObject deleted:
                errors.Add(StripeErrors.StripeObjectDeleted(origin, deleted.Kind, deleted.Id));
                return null;
            case CustomerState known:
                Update(known, body, refresh, record);
                return known.Id;
            default:
                return steps.Create(Key, "/v1/customers", body, record, record);
        }
    }

    /// <summary>What was sent before is not always known: made by another connector, or our memory was lost. Then it is sent once more.</summary>
    private void Update(CustomerState known, StripeMap body, Refresh refresh, RecordRef record)
    {
        var isAdopted = known.LastSent is null && !known.Metadata.ContainsKey(metadata.IdKey("Account"));
        if (refresh.Sends(known.LastSent, body))
        {
            steps.Change(Key, $"/v1/customers/{known.Id}", body, known.LastSent ?? "", record);
        }
        else if (isAdopted)
        {
            steps.Change(Key, $"/v1/customers/{known.Id}", new StripeMap().Set("metadata", metadata.Of("Account", record.Id)), "adopted", record);
        }
    }

    private StripeMap Body(CpqRecord account)
    {
        var body = new StripeMap();
        foreach (var (path, field) in Defaults)
        {
            body.SetPath(path, account.Text(field));
        }

        body.Set("metadata", metadata.Of("Account", account.Id));
        mapper.Apply(MappedObject.Customer, account, body);
        MetadataLimits.Check(body["metadata"], new RecordRef("Account", account.Id), errors);
        return Sanitize(body);
    }

    private static StripeMap Sanitize(StripeMap body)
    {
        Cut(body, "description", DescriptionLength);
        Cut(body, "phone", PhoneLength);
        if (body["shipping"] is StripeMap shipping)
        {
            Cut(shipping, "phone", PhoneLength);
            if (shipping["address"] is null)
            {
                body.Remove("shipping");
            }
        }

        return body;
    }

    private static void Cut(StripeMap map, string key, int length)
    {
        if (map[key] is StripeText { Value.Length: var found } text && found > length)
        {
            map.Set(key, text.Value[..length]);
        }
    }
}
