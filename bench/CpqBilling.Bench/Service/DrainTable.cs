using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace CpqBilling.Bench.Service;

/// <summary>How the service works off many orders while Stripe keeps its limit: both sandboxes and the service as processes, each call 50 ms away.</summary>
internal static class DrainTable
{
    private const int LatencyMilliseconds = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <param name="perSecond">Stripe's limit, for reads and for writes; the service is told to keep both together below it.</param>
    public static async Task<bool> PrintAsync(TextWriter output, int orders, int perSecond)
    {
        using var salesforce = await MeasuredProcess.StartAsync("sandbox", "salesforce", "--port", "0");
        using var stripe = await MeasuredProcess.StartAsync("sandbox", "stripe", "--port", "0");
        await Backlog.LoadAsync(salesforce.Address, orders);
        using var installation = await BenchInstallation.ConnectAsync(salesforce.Address, stripe.Address);
        using var http = new HttpClient { BaseAddress = stripe.Address };
        await SlowDownAsync(http, salesforce.Address, perSecond);
        var rate = perSecond.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(installation.Folder, "cpqbilling.json"), $$"""{ "stripeRate": "{{rate}}" }""");
        var wall = Stopwatch.StartNew();
        using var service = await MeasuredProcess.StartAsync("serve", "--urls", "http://localhost:0", "--data", installation.Folder);
        var ready = wall.Elapsed;

        var isDrained = await WatchAsync(output, service, installation, orders);
        var took = wall.Elapsed - ready;
        await TellAsync(output, installation, orders, took, service.Processor);
        await TellRateAsync(output, http, perSecond);
        return isDrained;
    }

    private static async Task SlowDownAsync(HttpClient stripe, Uri salesforce, int perSecond)
    {
        await PostAsync(stripe, new Uri(stripe.BaseAddress!, "/_sandbox/rate_limit"), new { mode = $"{perSecond}" });
        await PostAsync(
            stripe,
            new Uri(stripe.BaseAddress!, "/_sandbox/faults"),
            new
            {
                kind = "Latency",
                path = "/v1/",
                milliseconds = LatencyMilliseconds,
            }
        );
        await PostAsync(
            stripe,
            new Uri(salesforce, "/_sandbox/faults"),
            new
            {
                kind = "latency",
                rate = 1,
                pathContains = "/services/data",
                milliseconds = LatencyMilliseconds,
            }
        );
    }

    /// <returns>Whether all of them were billed in time.</returns>
    private static async Task<bool> WatchAsync(TextWriter output, MeasuredProcess service, BenchInstallation installation, int orders)
    {
        output.WriteLine($"{"billed", 10}{"seconds", 10}{"processor", 12}{"memory", 12}");
        var (clock, next, billed) = (Stopwatch.StartNew(), orders / 10, 0);
        while (clock.Elapsed < Longest && billed < orders)
        {
            await Task.Delay(LookEvery);
            billed = await installation.BilledAsync();
            if (billed >= next)
            {
                output.WriteLine(
                    $"{billed, 10}{clock.Elapsed.TotalSeconds, 10:0}{service.Processor.TotalSeconds, 10:0.0} s{service.MemoryBytes / 1e6, 9:0} MB"
                );
                next = billed + (orders / 10);
            }
        }

        return billed == orders;
    }

    private static async Task TellAsync(TextWriter output, BenchInstallation installation, int orders, TimeSpan took, TimeSpan processor)
    {
        var (salesforce, stripe, others) = await installation.CallsAsync();
        output.WriteLine(
            $"{orders} orders in {took.TotalSeconds:0} s, {orders / took.TotalSeconds:0.0} a second; {others} runs that did not succeed"
        );
        output.WriteLine($"{processor.TotalMilliseconds / orders:0.0} ms of processor an order, {processor / took:0.00} cores");
        output.WriteLine($"{(double)salesforce / orders:0.00} calls to Salesforce an order, {(double)stripe / orders:0.00} to Stripe");
    }

    /// <summary>By Stripe's own log, whole seconds from the first request to the last, the beginning at half the pace left out.</summary>
    private static async Task TellRateAsync(TextWriter output, HttpClient http, int perSecond)
    {
        var log = await http.GetFromJsonAsync<JsonElement>(new Uri("/_sandbox/requests", UriKind.Relative));
        var requests = log.EnumerateArray()
            .Where(request => request.GetProperty("path").GetString()!.StartsWith("/v1/", StringComparison.Ordinal))
            .ToList();
        var at = requests.Select(request => request.GetProperty("at").GetDateTimeOffset()).Order().ToList();
        var from = at[0] + TimeSpan.FromSeconds(Math.Min(15, (at[^1] - at[0]).TotalSeconds / 4));
        var counted = at.Where(moment => moment >= from).ToList();
        var seconds = (counted[^1] - from).TotalSeconds;
        var most = at.GroupBy(moment => moment.ToUnixTimeSeconds()).Max(second => second.Count());
        var refused = requests.Count(request => request.GetProperty("status").GetInt32() == 429);
        output.WriteLine(
            $"{counted.Count / seconds:0.0} requests a second, {counted.Count / seconds / perSecond:0.0%} of the limit; {most} in the fullest second; {refused} refused for the rate"
        );
    }

    private static async Task PostAsync(HttpClient http, Uri address, object body)
    {
        using var reply = await http.PostAsJsonAsync(address, body);
        reply.EnsureSuccessStatusCode();
    }
}
