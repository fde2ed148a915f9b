using System.Collections.Immutable;
using Bunit;
using CpqBilling.Core.Errors;
using CpqBilling.Storage;
using CpqBilling.Web.Hosting;
using CpqBilling.Web.Orders;
using CpqBilling.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using NodaTime;
using Xunit;

namespace CpqBilling.Web.Tests;

public sealed class ComponentTests : IAsyncLifetime
{
    private readonly BunitContext _context = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cpqbilling-web-").FullName;

    public async ValueTask InitializeAsync()
    {
        _context.JSInterop.Mode = JSRuntimeMode.Loose;
        _context.Services.AddMudServices();
        var database = await BillingDatabase.OpenAsync(Path.Combine(_folder, "test.db"));
        _context.Services.AddSingleton(new PageFacts(database, "00D1", new Uri("http://org.test"), new Uri("http://stripe.test"), "acct_1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Bars_StandWhereTheirPhasesAre()
    {
        var view = new TimelineView(
            Instant.FromUtc(2026, 1, 1, 0, 0),
            Instant.FromUtc(2027, 1, 1, 0, 0),
            [
                new TimelineRow(
                    "Seat",
                    [
                        new TimelineBar(0, 25, "2026-01-01", "2026-04-01", "10", "30.00 USD a month"),
                        new TimelineBar(25, 75, "2026-04-01", "2027-01-01", "15", "30.00 USD a month"),
                    ]
                ),
            ],
            [new TimelinePhaseView("2026-01-01", "2026-04-01", "1", [], ""), new TimelinePhaseView("2026-04-01", "2027-01-01", "2", [], "")],
            []
        );

        var bars = _context.Render<TimelineBars>(parameters => parameters.Add(bars => bars.View, view));

        Assert.Equal(["left:0%;width:25%", "left:25%;width:75%"], bars.FindAll(".bars-bar").Select(bar => bar.GetAttribute("style")));
        Assert.Equal(["10", "15"], bars.FindAll(".bars-bar strong").Select(quantity => quantity.TextContent));
        Assert.Equal(["2026-01-01", "2026-04-01", "2027-01-01"], bars.FindAll(".bars-axis span").Select(tick => tick.TextContent));
    }

    [Fact]
    public void Error_ShowsCodeMessageRemedyAndField()
    {
        var error = new SyncError(
            new ErrorDefinition("SYNC-1234", "Example", Remedy.FixRecord, Retry.AfterChange, "An example.", "Mend it."),
            new RecordRef("OrderItem", "8021"),
            "Quantity",
            "It is broken.",
            RequestId: "req_1"
        );

        var panel = _context.Render<ErrorPanel>(parameters =>
            parameters.Add(panel => panel.Errors, ImmutableArray.Create(error)).Add(panel => panel.OrderId, "8011")
        );

        Assert.Contains("SYNC-1234", panel.Markup);
        Assert.Contains("It is broken.", panel.Markup);
        Assert.Contains("Mend it.", panel.Markup);
        Assert.Equal(["Quantity", "req_1"], panel.FindAll("code").Select(code => code.TextContent));
        Assert.Equal("http://org.test/orders/8011", panel.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(OrderStatus.Synced, "mud-chip-color-success")]
    [InlineData(OrderStatus.Rejected, "mud-chip-color-error")]
    [InlineData(OrderStatus.Skipped, "mud-chip-color-default")]
    public void Status_HasItsColour(OrderStatus status, string colour) =>
        Assert.Contains(colour, _context.Render<StatusChip>(parameters => parameters.Add(chip => chip.Status, status)).Markup);
}
