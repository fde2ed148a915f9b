using System.Collections.Immutable;
using Bunit;
using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Rows;
using CpqBilling.Web.Parts;
using NodaTime;
using Xunit;

namespace CpqBilling.Web.Tests;

public sealed class ComponentTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    public void Timeline_DrawsBarsWhereTheirDatesAre_AndTheEnd()
    {
        var chart = new TimelineChart(
            new LocalDate(2026, 1, 1),
            new LocalDate(2026, 12, 27),
            [
                new ChartRow("Seat", null, [Bar(new LocalDate(2026, 1, 1), new LocalDate(2026, 6, 30))]),
                new ChartRow("Seat", "added by 2", [Bar(new LocalDate(2026, 6, 30), new LocalDate(2026, 12, 27))]),
            ],
            [new ChartCharge(new LocalDate(2026, 6, 30), "Seat", null, "proration", 5, 60000, 300000, "2")],
            [],
            new ChartEnd(new LocalDate(2026, 6, 30), "3"),
            IsOpen: false
        );

        var drawn = _context.Render<Timeline>(parameters =>
            parameters
                .Add(timeline => timeline.Chart, chart)
                .Add(timeline => timeline.Currency, "usd")
                .Add(timeline => timeline.Today, new LocalDate(2026, 3, 1))
                .Add(timeline => timeline.Width, 900)
        );

        // 720 units for 360 days, from 170 on.
        Assert.Equal(["170", "530"], drawn.FindAll("rect.bar1, rect.bar2").Select(bar => bar.GetAttribute("x")));
        Assert.Equal(["360", "360"], drawn.FindAll("rect.bar1, rect.bar2").Select(bar => bar.GetAttribute("width")));
        Assert.Equal("530", drawn.Find("line.end").GetAttribute("x1"));
        Assert.Contains("ends 30 Jun 2026, by 3", drawn.Markup);
        Assert.Contains("3,000.00 proration", drawn.Markup);
        Assert.Contains("added by 2", drawn.Markup);
    }

    [Theory]
    [InlineData(OrderState.Done, "done", "done")]
    [InlineData(OrderState.NeedsYou, "need", "needs you")]
    [InlineData(OrderState.Retrying, "wait", "retrying")]
    [InlineData(OrderState.Skipped, "skip", "skipped")]
    public void State_HasColourPictureAndWord(OrderState state, string tone, string word)
    {
        var chip = _context.Render<StateChip>(parameters => parameters.Add(part => part.State, state)).Find(".chip");

        Assert.Contains(tone, chip.ClassList);
        Assert.Equal(word, chip.TextContent.Trim());
        Assert.NotNull(chip.QuerySelector("svg path"));
    }

    [Fact]
    public void Amount_StandsWithItsCurrency_AndNothingIsNotZero()
    {
        Assert.Equal(
            "1,234.50USD",
            Text(_context.Render<Money>(parameters => parameters.Add(money => money.Minor, 123450m).Add(money => money.Currency, "usd")))
        );
        Assert.Equal("–", Text(_context.Render<Money>(parameters => parameters.Add(money => money.Minor, null).Add(money => money.Currency, "usd"))));
    }

    [Fact]
    public void LongId_IsShortenedInTheMiddle_AndCopiedWhole()
    {
        var id = _context.Render<ShortId>(parameters => parameters.Add(part => part.Id, "sub_sched_XH0dkPQrstUnoziS"));

        Assert.Contains("sub_sched_XH0d…UnoziS", id.Markup);
        Assert.Equal("sub_sched_XH0dkPQrstUnoziS", id.Find("button").GetAttribute("data-copy"));
    }

    [Theory]
    [InlineData(5, "just now")]
    [InlineData(42, "42 s ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(-86400 * 3, "in 3 days")]
    public void Moments_AreToldFromNow(int secondsAgo, string expected)
    {
        var now = Instant.FromUtc(2026, 11, 30, 12, 0);

        Assert.Equal(expected, DateText.Ago(now - Duration.FromSeconds(secondsAgo), now));
    }

    private static string Text<T>(IRenderedComponent<T> part)
        where T : Microsoft.AspNetCore.Components.IComponent => string.Concat(part.Nodes.Select(node => node.TextContent)).Trim();

    private static ChartBar Bar(LocalDate from, LocalDate to) => new(from, to, "10", "30.00 USD a month", null, "1", IsChargedOnce: false);
}
