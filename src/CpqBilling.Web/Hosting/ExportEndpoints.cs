using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Exports;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Orders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace CpqBilling.Web.Hosting;

/// <summary>Lists as files, by the addresses of their pages.</summary>
internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/exports/orders.{format}",
            (string format, HttpRequest request, IOrgApplications orgs, CancellationToken cancellation) =>
                WriteAsync(format, orgs, org => Tables.Orders(org.Orders, OrderFilter.Read(name => request.Query[name]), cancellation), cancellation)
        );
        routes.MapGet(
            "/exports/forecast.{format}",
            (string format, HttpRequest request, IOrgApplications orgs, CancellationToken cancellation) =>
                WriteAsync(format, orgs, org => Tables.Forecast(org.Forecasts, QueryOf(request, org), cancellation), cancellation)
        );
    }

    private static ForecastQuery QueryOf(HttpRequest request, OrgApplication org)
    {
        var from = LocalDatePattern.Iso.Parse(request.Query["from"].ToString()).TryGetValue(org.Today, out var day) ? day : org.Today;
        return new ForecastQuery(request.Query["currency"].ToString().ToLowerInvariant(), from, from.PlusMonths(12), ForecastGroup.Month);
    }

    private static async Task<IResult> WriteAsync(
        string format,
        IOrgApplications orgs,
        Func<OrgApplication, TableFile> read,
        CancellationToken cancellation
    )
    {
        var face = (await orgs.ListAsync(cancellation)).Count > 0 ? (await orgs.ListAsync(cancellation))[0] : null;
        if (face is null || await orgs.FindAsync(face.Id, cancellation) is not { } org)
        {
            return Results.NotFound();
        }

        var table = read(org);
        return format switch
        {
            "csv" => Results.Stream(stream => table.WriteCsvAsync(stream, cancellation), TableFile.CsvType, $"{table.Name}.csv"),
            "xlsx" => Results.Stream(stream => WriteExcelAsync(table, stream, cancellation), TableFile.ExcelType, $"{table.Name}.xlsx"),
            _ => Results.NotFound(),
        };
    }

    /// <summary>A workbook is written back and forth, which an answer cannot be.</summary>
    private static async Task WriteExcelAsync(TableFile table, Stream answer, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await table.WriteExcelAsync(buffer, cancellation);
        buffer.Position = 0;
        await buffer.CopyToAsync(answer, cancellation);
    }
}
