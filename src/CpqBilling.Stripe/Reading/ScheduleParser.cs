using System.Collections.Immutable;
using System.Text.Json;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Stripe.Reading;

/// <summary>A subscription schedule of Stripe, past phases included.</summary>
/// <param name="priceOf">The price behind the <c>price</c> of an item, expanded or not.</param>
public sealed class ScheduleParser(Func<JsonElement, PriceState> priceOf)
{
    public ScheduleState Parse(JsonElement schedule) =>
        new(
            schedule.Required("id"),
            schedule.RequiredWord<ScheduleStatus>("status"),
            schedule.IdOf("customer") ?? throw new StripeShapeException("customer"),
            schedule.IdOf("subscription"),
            schedule.IdOf("released_subscription"),
            schedule.Word<ScheduleEnd>("end_behavior") ?? ScheduleEnd.Release,
            schedule.Field("current_phase")?.Time("start_date"),
            [.. schedule.Elements("phases").Select(Phase)],
            schedule.Metadata()
        )
        {
            CreatedAt = schedule.Time("created"),
            IsFlexible = schedule.Field("billing_mode")?.Text("type") is { } mode ? mode == "flexible" : null,
        };

    /// <summary>The phases of an answer that was kept, whose prices are named by their ids.</summary>
    public static ImmutableArray<PhaseState> PhasesByPriceId(JsonElement schedule)
    {
        var parser = new ScheduleParser(item => new PriceState(item.IdOf("price") ?? "", true, Unread, ImmutableDictionary<string, string>.Empty));
        return [.. schedule.Elements("phases").Select(parser.Phase)];
    }

    private static PriceShape Unread { get; } = new("", "", null, null);

    private PhaseState Phase(JsonElement phase) =>
        new(
            phase.RequiredTime("start_date"),
            phase.RequiredTime("end_date"),
            phase.Word<ProrationBehavior>("proration_behavior") ?? ProrationBehavior.CreateProrations,
            [.. phase.Elements("items").Select(Item)],
            [.. phase.Elements("add_invoice_items").Select(Item)],
            phase.Coupons(),
            phase.Time("trial_end"),
            phase.Metadata()
        );

    private PhaseItemState Item(JsonElement item) => new(priceOf(item), item.Whole("quantity"), item.Coupons(), item.Metadata());
}
