using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Storage;
using CpqBilling.Storage.Objects;
using CpqBilling.Stripe.Reading;
using NodaTime;

namespace CpqBilling.Engine.Sync;

/// <summary>An object that a step made or changed.</summary>
/// <param name="Body">What was sent, with ids.</param>
internal sealed record MadeObject(PlanStep Step, StripeMap Body, JsonElement Answer);

/// <summary>Keeps what we wrote to Stripe, so that unchanged records cost no call next time.</summary>
internal static class ObjectMemory
{
    public static Task RememberAsync(BillingDb db, string orgId, MadeObject made, Instant at)
    {
        var (step, body, answer) = made;
        if (step is { Resource: "prices", IsCreate: false })
        {
            return ObjectMap.MarkArchivedAsync(db, orgId, Id(answer));
        }

        StripeObject? state = step.Resource switch
        {
            "customers" => new CustomerState(Id(answer), StripeJson.Write(body), ImmutableDictionary<string, string>.Empty),
            "products" => new ProductState(Id(answer), StripeJson.Write(body), ImmutableDictionary<string, string>.Empty),
            "prices" => PriceParser.Parse(answer),
            "coupons" => CatalogueParser.Coupon(answer),
            _ => null,
        };
        if (state is null)
        {
            return Task.CompletedTask;
        }

        var role = step.Key.Count(character => character == '/') < 2 ? ObjectPlace.Own : step.Key;
        return ObjectMap.RememberAsync(db, orgId, [new(new ObjectPlace(step.Source.Id, role), state)], at);
    }

    private static string Id(JsonElement answer) => answer.GetProperty("id").GetString()!;
}
