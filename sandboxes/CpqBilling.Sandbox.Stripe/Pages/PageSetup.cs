using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>Plugs the pages for people into the server; the API keeps everything under <c>/v1</c>.</summary>
internal static class PageSetup
{
    public static void AddPages(this IServiceCollection services, SandboxState state, RequestLog log)
    {
        services.AddSingleton(state);
        services.AddSingleton(log);
        services.AddRazorComponents();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new MemoryKeys());
    }

    public static void MapPages(this WebApplication application)
    {
        application.MapGet("/sandbox.css", Style);
        application.MapGet("/favicon.ico", () => Results.NoContent());
        application.MapGet("/", (SandboxState state, string? account) => Start(state, account));
        Map<CustomersPage>(application, "customers");
        Map<CustomerPage>(application, "customers/{id}");
        Map<SubscriptionsPage>(application, "subscriptions");
        Map<ProductsPage>(application, "products");
        Map<InvoicesPage>(application, "invoices");
        Map<InvoicePage>(application, "invoices/{id}");
        Map<InvoicePrintPage>(application, "invoices/{id}/print");
        Map<EventsPage>(application, "events");
        Map<EventPage>(application, "events/{id}");
        Map<WebhooksPage>(application, "webhooks");
        Map<RequestsPage>(application, "requests");
        Map<ClocksPage>(application, "clocks");
        application.MapGet("/accounts/{account}/open/{id}", (SandboxState state, string account, string id) => Open(state, account, id));
        application.MapPost(
            "/accounts/{account}/invoices/{id}",
            (SandboxState state, HttpContext http, string account, string id) => InvoiceForms.DoAsync(state, http, account, id)
        );
        application.MapPost(
            "/accounts/{account}/clocks/base",
            (SandboxState state, HttpContext http, string account) => ClockActions.MoveBaseAsync(state, http, account)
        );
        application.MapPost(
            "/accounts/{account}/clocks/{clock}",
            (SandboxState state, HttpContext http, string account, string clock) => ClockActions.MoveAsync(state, http, account, clock)
        );
    }

    private static void Map<TPage>(WebApplication application, string path)
        where TPage : IComponent =>
        application.MapGet($"/accounts/{{account}}/{path}", (RequestDelegate)(http => Page<TPage>(http).ExecuteAsync(http)));

    private static IResult Page<TPage>(HttpContext http)
        where TPage : IComponent
    {
        var account = (string)http.Request.RouteValues["account"]!;
        if (http.RequestServices.GetRequiredService<SandboxState>().Accounts.All(candidate => candidate.Id != account))
        {
            return Results.Redirect("/");
        }

        Dictionary<string, object?> parameters = new()
        {
            [nameof(AccountPage.AccountId)] = account,
            [nameof(AccountPage.Id)] = http.Request.RouteValues["id"] as string ?? "",
            [nameof(AccountPage.Filter)] = http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        };
        return new RazorComponentResult<TPage>(parameters);
    }

    /// <summary>The page that shows an object, scrolled to it where it shares the page with others.</summary>
    private static IResult Open(SandboxState state, string accountId, string id)
    {
        if (state.Accounts.FirstOrDefault(candidate => candidate.Id == accountId) is not { } account)
        {
            return Results.NotFound();
        }

        var page = id switch
        {
            _ when id.StartsWith("cus_", StringComparison.Ordinal) => $"customers/{id}",
            _ when id.StartsWith("in_", StringComparison.Ordinal) => $"invoices/{id}",
            _ when id.StartsWith("sub_sched_", StringComparison.Ordinal) => OfCustomer(account.Schedules.Find(id)?.CustomerId, id),
            _ when id.StartsWith("sub_", StringComparison.Ordinal) => OfCustomer(account.Subscriptions.Find(id)?.CustomerId, id),
            _ when id.StartsWith("prod_", StringComparison.Ordinal) || id.StartsWith("price_", StringComparison.Ordinal) => "products",
            _ => null,
        };
        return page is null ? Results.NotFound() : Results.Redirect($"/accounts/{accountId}/{page}");
    }

    private static string? OfCustomer(string? customer, string id) => customer is null ? null : $"customers/{customer}#{id}";

    /// <summary>One account opens at once; of several one is chosen.</summary>
    private static IResult Start(SandboxState state, string? account)
    {
        var accounts = state.Accounts.Select(candidate => candidate.Id).ToList();
        var chosen = accounts.Count == 1 ? accounts[0] : accounts.Find(candidate => candidate == account);
        return chosen is null ? new RazorComponentResult<StartPage>() : Results.Redirect($"/accounts/{chosen}/customers");
    }

    private static IResult Style() => Results.Stream(typeof(PageSetup).Assembly.GetManifestResourceStream("sandbox.css")!, "text/css");
}
