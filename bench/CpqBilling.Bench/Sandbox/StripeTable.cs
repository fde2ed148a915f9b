using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CpqBilling.Sandbox.Stripe;

namespace CpqBilling.Bench.Sandbox;

/// <summary>How fast the Stripe sandbox answers, and what a year of many subscriptions takes it; its clients run in the same process.</summary>
internal static class StripeTable
{
    private const int Subscriptions = 10_000;
    private const int Requests = 40_000;
    private const int Clients = 16;

    public static async Task PrintAsync(TextWriter output)
    {
        await using var sandbox = await StripeSandbox.StartAsync(
            new StripeSandboxOptions { FrozenAt = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) }
        );
        using var http = new HttpClient { BaseAddress = sandbox.Address, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk_test_bench");
        var price = await IdAsync(http, "/v1/prices", "currency=usd&unit_amount=1000&recurring[interval]=month&product_data[name]=Seat");
        output.WriteLine($"{"", -50}{"wall clock", 12}{"processor", 12}");

        await MeasureAsync(output, $"{Requests:N0} prices retrieved", () => ManyAsync(Requests, _ => GetAsync(http, $"/v1/prices/{price}")));
        await MeasureAsync(
            output,
            $"{Subscriptions:N0} customers and subscriptions created",
            () => ManyAsync(Subscriptions, _ => SubscribeAsync(http, price))
        );
        await MeasureAsync(output, "advanced through twelve months", () => AdvanceAsync(http, "2027-01-02T00:00:00Z"));
        output.WriteLine($"{GC.GetTotalMemory(forceFullCollection: true) / 1e9:0.0} GB held at the end");
    }

    private static async Task MeasureAsync(TextWriter output, string name, Func<Task> work)
    {
        var (wall, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await work();
        output.WriteLine($"{name, -50}{wall.Elapsed.TotalSeconds, 10:0.0} s{(Environment.CpuUsage.TotalTime - processor).TotalSeconds, 10:0.0} s");
    }

    private static Task ManyAsync(int count, Func<int, Task> work) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (number, _) => await work(number)
        );

    private static async Task SubscribeAsync(HttpClient http, string price)
    {
        var customer = await IdAsync(http, "/v1/customers", "name=Acme");
        await IdAsync(
            http,
            "/v1/subscriptions",
            $"customer={customer}&items[0][price]={price}&items[0][quantity]=3&collection_method=send_invoice&days_until_due=30"
        );
    }

    private static async Task<string> IdAsync(HttpClient http, string path, string form)
    {
        using var body = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var reply = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        reply.EnsureSuccessStatusCode();
        using var answer = await JsonDocument.ParseAsync(await reply.Content.ReadAsStreamAsync());
        return answer.RootElement.GetProperty("id").GetString()!;
    }

    private static async Task GetAsync(HttpClient http, string path)
    {
        using var reply = await http.GetAsync(new Uri(path, UriKind.Relative));
        reply.EnsureSuccessStatusCode();
    }

    private static async Task AdvanceAsync(HttpClient http, string to)
    {
        using var reply = await http.PostAsJsonAsync(new Uri("/_sandbox/clock/advance", UriKind.Relative), new { to });
        reply.EnsureSuccessStatusCode();
    }
}
