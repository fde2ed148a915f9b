using CpqBilling.Engine.Application.Forecasts;
using NodaTime;

namespace CpqBilling.Engine.Application;

/// <summary>Reads how an org stands.</summary>
public sealed class OverviewReader(OrgApplication org)
{
    public async Task<Overview> ReadAsync(CancellationToken cancellation)
    {
        var now = org.Clock.GetCurrentInstant();
        var from = org.Today.With(DateAdjusters.StartOfMonth);
        var currencies = await org.Forecasts.CurrenciesAsync(cancellation);
        var forecast = currencies.IsEmpty
            ? null
            : await org.Forecasts.ReadAsync(new ForecastQuery(currencies[0], from, from.PlusMonths(12), ForecastGroup.Month), cancellation);
        return new Overview(
            await org.Orders.CountAsync(cancellation),
            await org.Issues.ReadAsync(cancellation),
            await org.Runs.FiguresAsync(now - Duration.FromDays(1), cancellation),
            forecast,
            await org.Orders.ChangedAtAsync(cancellation)
        )
        {
            Contact = await org.ContactAsync(cancellation),
        };
    }
}
