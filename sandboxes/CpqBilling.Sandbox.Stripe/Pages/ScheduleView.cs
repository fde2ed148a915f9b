namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>One item of a phase, written out.</summary>
public sealed record PhaseLine(string Product, string Quantity, string UnitPrice, string Amount, string Every);

/// <summary>One phase, as it is drawn.</summary>
public sealed record PhaseView(
    int Number,
    long Start,
    long End,
    string State,
    IReadOnlyList<PhaseLine> Items,
    IReadOnlyList<PhaseLine> Added,
    string Note
)
{
    public double Days => Math.Max(1, (End - Start) / 86_400.0);

    /// <summary>How much of the phase is over; null outside of it.</summary>
    public double? ShareAt(long now) => now < Start || now >= End ? null : (now - Start) / (double)(End - Start);
}

/// <summary>A schedule as a line of time.</summary>
public sealed record ScheduleView(string Id, string Status, string EndBehavior, string? SubscriptionId, IReadOnlyList<PhaseView> Phases, long Now)
{
    public long Start => Phases[0].Start;

    public long End => Phases[^1].End;

    internal static ScheduleView Of(Account account, Schedule schedule)
    {
        var now = account.NowOf(schedule);
        return new ScheduleView(
            schedule.Id,
            schedule.Status,
            schedule.EndBehavior,
            schedule.SubscriptionId ?? schedule.ReleasedSubscription,
            [.. schedule.Phases.Select((phase, index) => PhaseOf(account, schedule, phase, index))],
            now
        );
    }

    private static PhaseView PhaseOf(Account account, Schedule schedule, Phase phase, int index) =>
        new(
            index + 1,
            phase.Start,
            phase.End,
            schedule.Running is null ? ""
                : index < schedule.CurrentPhase ? "past"
                : index == schedule.CurrentPhase ? "current"
                : "",
            [.. phase.Items.Select(item => LineOf(account, account.Prices.Get(item.PriceId), item.Quantity))],
            [.. phase.AddedItems.Select(item => LineOf(account, account.Prices.Get(item.PriceId), item.Quantity))],
            Note(account, phase)
        );

    private static PhaseLine LineOf(Account account, Price price, long? quantity)
    {
        var product = account.Products.Find(price.ProductId)?.Name ?? price.ProductId;
        var unit = price.UnitAmount is { } amount ? PageText.Money(amount, price.Currency) : "tiered";
        var total = price.IsMetered ? "by usage" : PageText.Money(LineAmount.Of(price, quantity ?? 1), price.Currency);
        return new PhaseLine(product, quantity?.ToString() ?? PageText.Metered, unit, total, PageText.Every(price));
    }

    private static string Note(Account account, Phase phase)
    {
        List<string> notes = [];
        if (phase.TrialEnd is { } trialEnd)
        {
            notes.Add($"trial until {PageText.Moment(trialEnd)}");
        }

        if (phase.Discounts.Count > 0)
        {
            var coupons = phase.Discounts.Select(discount =>
                discount.Coupon ?? account.PromotionCodes.Find(discount.PromotionCode)?.Code ?? discount.Discount
            );
            notes.Add($"discount {string.Join(", ", coupons)}");
        }

        notes.Add(
            phase.ProrationBehavior switch
            {
                "none" => "not prorated",
                "always_invoice" => "prorated and invoiced at once",
                _ => "prorated",
            }
        );
        return string.Join(" · ", notes);
    }
}
