using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Stripe.Tests.Faults;

namespace CpqBilling.Sandbox.Stripe.Tests.Persistence;

public sealed class StateFileTests : IDisposable
{
    private const long Jan1 = 1_767_225_600;
    private readonly string _folder = Directory.CreateTempSubdirectory("stripe-sandbox-").FullName;

    private string File => Path.Combine(_folder, "state.db");

    private StripeSandboxOptions Options => new() { DatabaseFile = File, FrozenAt = DateTimeOffset.FromUnixTimeSeconds(Jan1) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Restart_EverythingReadsAsBefore()
    {
        var before = new Dictionary<string, string>();
        await using (var bench = await Bench.StartAsync(Options))
        {
            await RichStory.TellAsync(bench);
            foreach (var path in RichStory.Paths)
            {
                before[path] = (await bench.GetAsync(path)).ToJsonString();
            }
        }

        await using var again = await Bench.StartAsync(Options);
        foreach (var path in RichStory.Paths)
        {
            Assert.Equal(before[path], (await again.GetAsync(path)).ToJsonString());
        }
    }

    [Fact]
    public async Task Restart_WhatWasDueStillComes()
    {
        string clock;
        await using (var bench = await Bench.StartAsync(Options))
        {
            clock = await RichStory.TellAsync(bench);
        }

        JsonNode invoices;
        await using (var again = await Bench.StartAsync(Options))
        {
            await RichStory.AdvanceAsync(again, clock, Jan1 + (70 * 86_400));
            invoices = await again.GetAsync(RichStory.InvoicesOfClockCustomer(await again.GetAsync($"/v1/customers?test_clock={clock}")));
        }

        // Without a restart the same story gives the same invoices.
        await using var straight = await Bench.StartAsync(Options with { DatabaseFile = null });
        var straightClock = await RichStory.TellAsync(straight);
        await RichStory.AdvanceAsync(straight, straightClock, Jan1 + (70 * 86_400));
        var expected = await straight.GetAsync(
            RichStory.InvoicesOfClockCustomer(await straight.GetAsync($"/v1/customers?test_clock={straightClock}"))
        );
        Assert.Equal(RichStory.Amounts(expected), RichStory.Amounts(invoices));
        Assert.True(RichStory.Amounts(expected).Count >= 3);
    }

    [Fact]
    public async Task Killed_AnsweredRequestsAreKeptAndTheirKeysReplay()
    {
        string answer;
        using (var host = await HostProcess.StartAsync(File))
        {
            answer = await CreateAsync(host.Address, "order-1");
            host.Kill();
        }

        using var again = await HostProcess.StartAsync(File);
        Assert.Equal(answer, await CreateAsync(again.Address, "order-1"));
        using var http = Http(again.Address);
        var list = JsonNode.Parse(await http.GetStringAsync("/v1/customers", Bench.Cancellation))!;
        Assert.Single(list["data"]!.AsArray());
    }

    [Fact]
    public async Task KilledUnderLoad_NoAnswerIsLostAndNoneIsRepeated()
    {
        var answered = new System.Collections.Concurrent.ConcurrentDictionary<int, string>();
        using (var host = await HostProcess.StartAsync(File))
        {
            var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilKilledAsync(host.Address, writer, answered)).ToList();
            while (answered.Count < 40)
            {
                await Task.Yield();
            }

            host.Kill();
            await Task.WhenAll(writers);
        }

        using var again = await HostProcess.StartAsync(File);
        foreach (var (number, answer) in answered)
        {
            Assert.Equal(answer, await CreateAsync(again.Address, $"load-{number}"));
        }
    }

    [Fact]
    public async Task ClockAndSwitches_SurviveARestart()
    {
        await using (var bench = await Bench.StartAsync(Options))
        {
            await bench.ControlAsync("clock/advance", new { to = "2026-03-01T00:00:00Z" });
            await bench.ControlAsync("decisions", new { finalizationDelay = 60 });
        }

        await using var again = await Bench.StartAsync(Options);
        Assert.StartsWith("2026-03-01", (string)(await again.GetAsync("/_sandbox/clock"))["now"]!);
        Assert.Equal(60, (long)(await again.GetAsync("/_sandbox/decisions"))["finalizationDelay"]!);
    }

    [Fact]
    public async Task Reset_EmptiesTheFileToo()
    {
        await using (var bench = await Bench.StartAsync(Options))
        {
            await bench.PostJsonAsync("/v1/customers", "name=Acme");
            await bench.ControlAsync("reset", new { });
        }

        await using var again = await Bench.StartAsync(Options);
        Assert.Empty((await again.GetAsync("/v1/customers"))["data"]!.AsArray());
    }

    private static async Task WriteUntilKilledAsync(Uri address, int writer, System.Collections.Concurrent.ConcurrentDictionary<int, string> answered)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                var number = (writer * 100_000) + i;
                answered[number] = await CreateAsync(address, $"load-{number}");
            }
        }
        catch (HttpRequestException)
        {
            // The host is gone.
        }
    }

    private static async Task<string> CreateAsync(Uri address, string key)
    {
        using var http = Http(address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/customers") { Content = new StringContent($"name={key}") };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request, Bench.Cancellation);
        return await response.Content.ReadAsStringAsync(Bench.Cancellation);
    }

    private static HttpClient Http(Uri address) =>
        new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Bench.Key) } };
}
