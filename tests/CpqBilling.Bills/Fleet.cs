using System.Net.Http.Json;
using CpqBilling.Core.Tests.Properties;
using CpqBilling.Sandbox.Stripe;
using CsCheck;

namespace CpqBilling.Bills;

/// <summary>Many contracts on one Stripe whose clock runs from the first sync to the end of the last contract.</summary>
/// <remarks>The sandbox computes bills by its own arithmetic; that they equal the forecast is the point.</remarks>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly PriorityQueue<Func<Task>, Instant> _agenda = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly StripeSandbox _sandbox;
    private Instant _now;

    private Fleet(StripeSandbox sandbox, Instant now)
    {
        _sandbox = sandbox;
        _now = now;
    }

    public List<FleetContract> Contracts { get; } = [];

    public static async Task<Fleet> StartAsync(Gen<GeneratedLife> lives, int count, ulong seed)
    {
        var start = Instant.FromUtc(2023, 11, 1, 0, 0);
        var fleet = new Fleet(
            await StripeSandbox.StartAsync(new StripeSandboxOptions { FrozenAt = start.ToDateTimeOffset() }, TestContext.Current.CancellationToken),
            start
        );
        var random = new PCG(1, seed);
        for (var number = 0; number < count; number++)
        {
            fleet.Add(number, lives.Generate(random, null, out _));
        }

        return fleet;
    }

    /// <summary>Lets all time pass.</summary>
    public async Task RunAsync()
    {
        while (_agenda.TryDequeue(out var act, out var at))
        {
            if (at > _now)
            {
                _now = at;
                var body = new { to = NodaTime.Text.InstantPattern.General.Format(at) };
                using var reply = await _http.PostAsJsonAsync(
                    new Uri(_sandbox.Address, "/_sandbox/clock/advance"),
                    body,
                    TestContext.Current.CancellationToken
                );
                reply.EnsureSuccessStatusCode();
            }

            await act();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
    }

    private void Add(int number, GeneratedLife life)
    {
        var world = life.Contract.World(life.Credits);
        var syncs = life.AddTo(world);
        var contract = new FleetContract(life, world, new BillingAccount(_sandbox, $"fleet{number}"));
        Contracts.Add(contract);
        foreach (var (order, at) in syncs)
        {
            _agenda.Enqueue(() => SyncAsync(contract, order), at);
        }

        var closing = life.Contract.End.PlusDays(40).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        _agenda.Enqueue(() => Task.CompletedTask, closing);
    }

    private async Task SyncAsync(FleetContract contract, string? order)
    {
        await contract.SyncAsync(_now, order);
        await contract.Account.InvoicePendingAsync();
        foreach (var start in contract.PhaseStarts.Where(start => start > _now))
        {
            _agenda.Enqueue(contract.Account.InvoicePendingAsync, start);
        }

        if (contract.ContinueAt is { } at)
        {
            _agenda.Enqueue(() => SyncAsync(contract, null), Instant.Max(at, _now + Duration.FromMinutes(1)));
        }
    }
}
