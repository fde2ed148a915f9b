using System.Globalization;
using System.Reflection;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>A small web page on the org for people: lists, records, forms. Nothing on it comes from elsewhere.</summary>
internal sealed class PagesHost(SandboxOrg org)
{
    private static readonly (string Path, string Title, string Type)[] Lists =
    [
        ("accounts", "Accounts", "Account"),
        ("products", "Products", "Product2"),
        ("pricebook", "Price book", "PricebookEntry"),
        ("quotes", "Quotes", "SBQQ__Quote__c"),
        ("orders", "Orders", "Order"),
        ("contracts", "Contracts", "Contract"),
    ];

    private readonly OrgReader _reader = new(org);
    private readonly RecordPages _pages = new(new OrgReader(org));
    private readonly PageActions _actions = new(org);

    public static void AddTo(WebApplicationBuilder builder) => builder.Services.AddRazorComponents();

    /// <summary>Requests for pages leave the pipeline here.</summary>
    public static void Map(WebApplication app, SandboxOrg org)
    {
        var host = new PagesHost(org);
        app.MapWhen(context => IsPage(context.Request.Path), branch => branch.Run(host.HandleAsync));
    }

    private static bool IsPage(PathString path) =>
        path == "/"
        || IsRecordId(path.Value![1..])
        || path.StartsWithSegments("/pages")
        || Array.Exists(Lists, list => path.StartsWithSegments("/" + list.Path));

    private static bool IsRecordId(string text) => text.Length is 15 or 18 && text.All(char.IsAsciiLetterOrDigit);

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'";
        var result =
            path is ["pages", "sandbox.css"] ? Css()
            : HttpMethods.IsPost(context.Request.Method) ? await PostedAsync(context, path)
            : Page(path, context, null);
        await (result ?? Results.NotFound()).ExecuteAsync(context);
    }

    private async Task<IResult?> PostedAsync(HttpContext context, string[] path)
    {
        if (IsForeign(context.Request))
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        try
        {
            return Results.Redirect(await _actions.RunAsync(context, path));
        }
        catch (Exception error) when (error is SalesRefusedException or FormatException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page(path is ["quotes"] ? ["quotes", "new"] : [.. path.Take(2)], context, error.Message);
        }
    }

    /// <summary>Other sites that a browser has open may not press our buttons.</summary>
    private static bool IsForeign(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out var site)
            ? site != "same-origin"
            : request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}";

    private IResult? Page(string[] path, HttpContext context, string? error) =>
        path switch
        {
            [] => Home(),
            ["quotes", "new"] => NewQuote(context.Request.Query["account"].FirstOrDefault(), error),
            [var place] when Array.Exists(Lists, list => list.Path == place) => List(Array.Find(Lists, list => list.Path == place), error),
            [var id] => PlaceOf(id) is { } place ? Results.Redirect(place) : null,
            [var place, var id] => Record(place, id, error),
            _ => null,
        };

    /// <summary>Records open by their id alone, as in every org; lines of an order on the order's page.</summary>
    private string? PlaceOf(string id)
    {
        var line = _reader.Find(id, "OrderItem");
        var found = line is null ? id : _reader.Parent(line, "OrderId")?.Id ?? id;
        var place = Array.Find(Lists, list => _reader.Find(found, list.Type) is not null).Path;
        return place is null ? null : $"/{place}/{found}";
    }

    private RazorComponentResult<HomePage> Home() =>
        Show<HomePage>(
            new()
            {
                ["Counts"] = Lists.Select(list => (list.Path, list.Title, _reader.Count(list.Type))).ToList(),
                ["Orders"] = _pages.Orders() with { Empty = "No orders yet. Begin with an account and a product." },
            }
        );

    private RazorComponentResult<ListPage> List((string Path, string Title, string Type) list, string? error) =>
        Show<ListPage>(
            new()
            {
                ["Title"] = list.Title,
                ["Place"] = list.Path,
                ["Total"] = _reader.Count(list.Type),
                ["Error"] = error,
                ["Table"] = list.Path switch
                {
                    "accounts" => _pages.Accounts(),
                    "products" => _pages.Products(),
                    "pricebook" => _pages.Prices(),
                    "quotes" => _pages.Quotes(),
                    "orders" => _pages.Orders(),
                    _ => _pages.Contracts(),
                },
            }
        );

    private RazorComponentResult<NewQuotePage> NewQuote(string? account, string? error) =>
        Show<NewQuotePage>(
            new()
            {
                ["Today"] = Text(_reader.Today),
                ["AccountId"] = account,
                ["Error"] = error,
                ["Accounts"] = _reader.Choices("Account", record => record.Text("Name") ?? record.Id),
                ["Products"] = Products(),
            }
        );

    private RazorComponentResult<RecordPage>? Record(string place, string id, string? error)
    {
        var type = Array.Find(Lists, list => list.Path == place).Type;
        if (type is null || _reader.Find(id, type) is not { } record)
            return null;
        var contract = place == "contracts" ? record : null;
        var model = place switch
        {
            "accounts" => _pages.Account(record),
            "quotes" => _pages.Quote(record),
            "orders" => _pages.Order(record),
            "contracts" => _pages.Contract(record),
            _ => null,
        };
        if (model is null)
            return null;
        return Show<RecordPage>(
            new()
            {
                ["Model"] = model,
                ["Place"] = place,
                ["Error"] = error,
                ["Actions"] = Actions(place, record),
                ["Ordered"] = place == "orders" && !record.IsTrue("SBQQ__Contracted__c") ? _reader.Ordered(record) : [],
                ["Held"] = contract is null ? null : _reader.Held(contract),
                ["Products"] = contract is null ? new List<Choice>() : Products(),
                ["Start"] = contract is null ? "" : Text(AmendFrom(contract)),
                ["HasEnd"] = contract?.Date("EndDate") is not null,
            }
        );
    }

    private static List<Choice> Actions(string place, Record record) =>
        place switch
        {
            "quotes" when !record.IsTrue("SBQQ__Ordered__c") => [new("order", "Order")],
            "orders" when record.Text("Status") == "Draft" => [new("activate", "Activate")],
            "orders" when !record.IsTrue("SBQQ__Contracted__c") => [new("contract", "Contract")],
            _ => [],
        };

    private DateOnly AmendFrom(Record contract) => contract.Date("StartDate") is { } start && start > _reader.Today ? start : _reader.Today;

    private List<Choice> Products() => _reader.Choices("Product2", product => product.Text("Name") ?? product.Id);

    private RazorComponentResult<T> Show<T>(Dictionary<string, object?> parameters)
        where T : IComponent
    {
        parameters["Now"] = _reader.Now;
        return new RazorComponentResult<T>(parameters) { PreventStreamingRendering = true };
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IResult Css() =>
        Results.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream("pages/sandbox.css")!, "text/css; charset=utf-8");
}
