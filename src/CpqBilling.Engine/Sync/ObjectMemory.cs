using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe.Reading;

namespace CpqBilling.Engine.Sync;

/// <summary>Keeps what we wrote to Stripe, so that unchanged records cost no call next time.</summary>
internal sealed class ObjectMemory(BillingOrg org)
{
    private readonly ObjectMap _map = new(org.Database);

    public async Task RememberAsync(PlanStep step, StripeMap body, JsonElement answer, CancellationToken cancellation)
    {
        StripeObject? state = step.Resource switch
        {
            "customers" => new CustomerState(Id(answer), StripeJson.Write(body), ImmutableDictionary<string, string>.Empty),
            "products" => new ProductState(Id(answer), StripeJson.Write(body), ImmutableDictionary<string, string>.Empty),
            "prices" when step.IsCreate => PriceOf(answer, body),
            "coupons" => CatalogueParser.Coupon(answer),
            _ => null,
        };
        if (state is null)
        {
            return;
        }

        var role = step.Key.Count(character => character == '/') < 2 ? ObjectPlace.Own : step.Key;
        await _map.RememberAsync(org.Facts.OrgId, [new(new ObjectPlace(step.Source.Id, role), state)], org.Now, cancellation);
    }

    /// <summary>Prices answer without their tiers unless asked; what we sent says them.</summary>
    private static PriceState? PriceOf(JsonElement answer, StripeMap body) => body["tiers"] is null ? PriceParser.Parse(answer) : null;

    private static string Id(JsonElement answer) => answer.GetProperty("id").GetString()!;
}
