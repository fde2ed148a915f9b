using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Engine.Application.Exports;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Web.Access;
using CpqBilling.Web.Frame;
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
        routes.MapGet("/exports/audit.{format}", AuditAsync).RequireAuthorization(nameof(Permission.Install));
        routes.MapGet(
            "/exports/orders.{format}",
            (string format, HttpRequest request, IOrgApplications orgs, CancellationToken cancellation) =>
                WriteAsync(
                    (format, request),
                    orgs,
                    org => Tables.Orders(org.Orders, OrderFilter.Read(name => request.Query[name]), cancellation),
                    cancellation
                )
        );
        routes.MapGet(
            "/exports/forecast.{format}",
            (string format, HttpRequest request, IOrgApplications orgs, CancellationToken cancellation) =>
                WriteAsync((format, request), orgs, org => Tables.Forecast(org.Forecasts, QueryOf(request, org), cancellation), cancellation)
        );
        routes.MapGet("/exports/configuration.json", ConfigurationAsync).RequireAuthorization(nameof(Permission.Administer));
    }

    /// <summary>The version in force as the file that <c>cpqbilling config import</c> reads.</summary>
    private static async Task<IResult> ConfigurationAsync(HttpRequest request, IOrgApplications orgs, CancellationToken cancellation)
    {
        return
            await ChosenAsync(request, orgs, cancellation) is { } org
            && ActorClaims.Of(request.HttpContext.User)!.May(Permission.Administer, org.Face.Id)
            ? Results.Text(await org.Configurations.ExportAsync(cancellation), "application/json")
            : Results.NotFound();
    }

    private static Task<IResult> AuditAsync(string format, HttpContext http, InstallationAccess access, CancellationToken cancellation) =>
        Task.FromResult(
            FileOf(
                format,
                access.Audit.Export(ActorClaims.Of(http.User)!, new AuditFilter(null, http.Request.Query["q"].ToString()), cancellation),
                cancellation
            )
        );

    private static ForecastQuery QueryOf(HttpRequest request, OrgApplication org)
    {
        var from = LocalDatePattern.Iso.Parse(request.Query["from"].ToString()).TryGetValue(org.Today, out var day) ? day : org.Today;
        return new ForecastQuery(request.Query["currency"].ToString().ToLowerInvariant(), from, from.PlusMonths(12), ForecastGroup.Month);
    }

    private static async Task<IResult> WriteAsync(
        (string Format, HttpRequest Request) asked,
        IOrgApplications orgs,
        Func<OrgApplication, TableFile> read,
        CancellationToken cancellation
    )
    {
        return await ChosenAsync(asked.Request, orgs, cancellation) is { } org ? FileOf(asked.Format, read(org), cancellation) : Results.NotFound();
    }

    /// <summary>The org that the page shows which leads here.</summary>
    private static async Task<OrgApplication?> ChosenAsync(HttpRequest request, IOrgApplications orgs, CancellationToken cancellation)
    {
        var seen = OrgChoice.SeenBy(ActorClaims.Of(request.HttpContext.User), await orgs.ListAsync(cancellation));
        return OrgChoice.Among(seen, request.Cookies[OrgChoice.Cookie]) is { } face ? await orgs.FindAsync(face.Id, cancellation) : null;
    }

    private static IResult FileOf(string format, TableFile table, CancellationToken cancellation) =>
        format switch
        {
            "csv" => Results.Stream(stream => table.WriteCsvAsync(stream, cancellation), TableFile.CsvType, $"{table.Name}.csv"),
            "xlsx" => Results.Stream(stream => WriteExcelAsync(table, stream, cancellation), TableFile.ExcelType, $"{table.Name}.xlsx"),
            _ => Results.NotFound(),
        };

    /// <summary>A workbook is written back and forth, which an answer cannot be.</summary>
    private static async Task WriteExcelAsync(TableFile table, Stream answer, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await table.WriteExcelAsync(buffer, cancellation);
        buffer.Position = 0;
        await buffer.CopyToAsync(answer, cancellation);
    }
}
