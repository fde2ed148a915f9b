using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Words;
using NodaTime;

namespace CpqBilling.Web.Parts;

/// <summary>Where days stand in the picture of a timeline, in the units of its view box.</summary>
/// <param name="left">Where the first day stands; names have their room before it.</param>
internal sealed class TimelineScale(TimelineChart chart, double width, double left)
{
    public const double NamesWidth = 170;
    private const double RightMargin = 10;
    private const double TickRoom = 82;
    private const double CharacterWidth = 6.7;

    private readonly double _days = Math.Max(1, Period.DaysBetween(chart.From, chart.To));

    public double Left => left;

    public double At(LocalDate day) => left + ((width - RightMargin - left) * Math.Clamp(Period.DaysBetween(chart.From, day) / _days, 0, 1));

    public bool Shows(LocalDate day) => day >= chart.From && day <= chart.To;

    /// <summary>Dates along the top; those that would run into another are left out, the first and the last never.</summary>
    public IEnumerable<LocalDate> Ticks()
    {
        var days = chart
            .Rows.SelectMany(row => row.Bars.SelectMany(bar => new[] { bar.From, bar.To }))
            .Concat(chart.Charges.Select(charge => charge.At))
            .Distinct()
            .Order()
            .ToList();
        var last = At(chart.From);
        yield return chart.From;
        foreach (var day in days.Where(day => At(day) - At(chart.From) >= TickRoom && At(chart.To) - At(day) >= TickRoom))
        {
            if (At(day) - last >= TickRoom)
            {
                last = At(day);
                yield return day;
            }
        }

        yield return chart.To;
    }

    /// <summary>The words of a bar as far as they have room in it.</summary>
    public static string Inside(ChartBar bar, double width) =>
        Fits($"{bar.Quantity} × {bar.Price}", width) ? $"{bar.Quantity} × {bar.Price}"
        : Fits(bar.Quantity, width) ? bar.Quantity
        : "";

    public static string Told(ChartBar bar) =>
        $"{DateText.Of(bar.From)} to {DateText.Of(bar.To.PlusDays(-1))}: {bar.Quantity} × {bar.Exact ?? bar.Price}, by order {bar.Order}";

    public static bool HasRoom(string text, double room) => text.Length * CharacterWidth <= room;

    public static string Shortened(string text, double room) => Cut(text, Math.Max(12, (int)(room / CharacterWidth)));

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static bool Fits(string text, double width) => (text.Length * CharacterWidth) + 18 <= width;
}
