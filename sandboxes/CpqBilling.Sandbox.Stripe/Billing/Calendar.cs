namespace CpqBilling.Sandbox.Stripe.Billing;

/// <summary>Calendar arithmetic of billing: every boundary is computed from the anchor, never from the boundary before.</summary>
internal static class Calendar
{
    private const long DaySeconds = 86_400;

    /// <summary>n intervals after the instant; a day that the month does not have becomes its last.</summary>
    public static long Add(long instant, string interval, long count)
    {
        try
        {
            return interval switch
            {
                "day" => instant + (DaySeconds * count),
                "week" => instant + (7 * DaySeconds * count),
                "month" => AddMonths(instant, count),
                "year" => AddMonths(instant, count * 12),
                _ => throw new InvalidOperationException($"{interval} is no interval"),
            };
        }
        catch (Exception beyond) when (beyond is OverflowException or ArgumentOutOfRangeException)
        {
            throw Errors.Refused("The date is too far away.");
        }
    }

    /// <summary>The period that holds the instant, among those that begin at the anchor and go on in both directions.</summary>
    public static (long Start, long End) PeriodAt(long anchor, string interval, int count, long instant)
    {
        var k = Estimate(anchor, interval, count, instant);
        while (Add(anchor, interval, k * count) > instant)
        {
            k--;
        }

        while (Add(anchor, interval, (k + 1) * count) <= instant)
        {
            k++;
        }

        return (Add(anchor, interval, k * count), Add(anchor, interval, (k + 1) * count));
    }

    private static long Estimate(long anchor, string interval, int count, long instant) =>
        interval switch
        {
            "day" => (instant - anchor) / (DaySeconds * count),
            "week" => (instant - anchor) / (7 * DaySeconds * count),
            _ => MonthsBetween(anchor, instant) / (interval == "year" ? 12 * count : count),
        };

    private static long MonthsBetween(long from, long to)
    {
        var (a, b) = (DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(to));
        return ((b.Year - a.Year) * 12) + b.Month - a.Month;
    }

    private static long AddMonths(long instant, long months) =>
        DateTimeOffset.FromUnixTimeSeconds(instant).AddMonths(checked((int)months)).ToUnixTimeSeconds();
}
