using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Forecasts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace CpqBilling.Web.Api;

/// <summary>The invoices to expect over all contracts.</summary>
internal static class ForecastEndpoints
{
    private const int MostMonths = 60;

    public static void Map(RouteGroupBuilder org) =>
        org.MapGet("/forecast", ReadAsync)
            .Needs(Permission.View)
            .Produces<ApiForecast>()
            .ProducesProblem(400)
            .WithSummary("Invoices to expect, in minor units of one currency, by month and, if asked, by account, product or kind.");

    private static async Task<IResult> ReadAsync(OrgCall call, [AsParameters] ForecastAsked asked, CancellationToken cancellation)
    {
        var currencies = await call.Org.Forecasts.CurrenciesAsync(cancellation);
        var first = call.Org.Today;
        if (asked.From is { } from && !LocalDatePattern.Iso.Parse(from).TryGetValue(default, out first))
        {
            return ApiProblem.Of(400, "No date.", $"from is a date as 2026-11-30, not {from}.");
        }

        if (!Enum.TryParse<ForecastGroup>(asked.By ?? "month", ignoreCase: true, out var group))
        {
            return ApiProblem.Of(400, "No such group.", "by is one of month, account, product, kind.");
        }

        var chosen = asked.Currency?.ToLowerInvariant() ?? currencies.FirstOrDefault("");
        var until = first.PlusMonths(Math.Clamp(asked.Months ?? 12, 1, MostMonths));
        var table = await call.Org.Forecasts.ReadAsync(new ForecastQuery(chosen, first, until, group), cancellation);
        return Results.Ok(
            new ApiForecast(
                chosen,
                currencies,
                first,
                until,
                table.Invoices,
                table.Contracts,
                [.. table.Rows.Select(row => new ApiForecastRow(row.Name, row.ByMonth, row.Total))]
            )
        );
    }
}
