using System.Net.Http.Json;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Forecast;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Tests.Properties;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Sandbox.Stripe;
using CsCheck;

namespace CpqBilling.Bills;

/// <summary>What is told of evergreen and one-time orders is what Stripe bills, invoice by invoice.</summary>
public sealed class EvergreenBillsTests
{
    /// <summary>A one-time line with the end of everything, a line of an order that was refused, an amendment after the end, a gap.</summary>
    private static readonly string[] RightRefusals = ["SYNC-2010", "SYNC-1022", "SYNC-1023", "SYNC-1024", "SYNC-1025", "SYNC-1028", "SYNC-4002"];

    [Fact]
    public async Task OneTimeOrders_AreBilledAsForecast() =>
        await CheckAsync(GeneratedEvergreen.Of(0, 3).Select(contract => contract with { IsOneTimeOnly = true }), 300, 11);

    [Fact]
    public async Task EvergreenOrders_AreBilledAsForecast() => await CheckAsync(GeneratedEvergreen.Of(0, 3), 300, 12);

    [Fact]
    public async Task EvergreenLives_AreBilledAsForecast() => await CheckAsync(GeneratedEvergreen.Of(4, 0), 400, 13);

    [Fact]
    public async Task EvergreenLivesWithCoupons_AreBilledAsForecast() => await CheckAsync(GeneratedEvergreen.Of(3, 3), 400, 14);

    /// <summary>Several changes within one billing period.</summary>
    [Fact]
    public async Task EvergreenLivesOfQuickChanges_AreBilledAsForecast() => await CheckAsync(GeneratedEvergreen.Of(4, 3, days: 40), 400, 15);

    /// <summary>Renewable lines among them, frequencies, product terms, time zones with daylight saving, billing days.</summary>
    [Fact]
    public async Task MixedLives_AreBilledAsForecast() => await CheckAsync(GeneratedEvergreen.Of(4, 0, isMixed: true), 400, 16);

    private static async Task CheckAsync(Gen<GeneratedEvergreen> lives, int count, ulong seed)
    {
        var random = new PCG(1, seed);
        var generated = Enumerable.Range(0, Samples.Of(count)).Select(_ => lives.Generate(random, null, out var _)).ToList();
        var start = generated.Min(life => life.Syncs()[0].At) - Duration.FromDays(1);
        await using var sandbox = await StripeSandbox.StartAsync(
            new StripeSandboxOptions { FrozenAt = start.ToDateTimeOffset() },
            TestContext.Current.CancellationToken
        );
        var contracts = generated.Select((life, number) => new Contract(life, new BillingAccount(sandbox, $"evergreen{number}"))).ToList();
        var agenda = new PriorityQueue<Func<Task>, (Instant At, int Number)>();
        foreach (var contract in contracts)
        {
            foreach (var (order, at) in contract.Life.Syncs())
            {
                agenda.Enqueue(() => SyncAsync(contract, order, at, agenda), (at, agenda.Count));
            }
        }

        var now = start;
        while (agenda.TryDequeue(out var act, out var when))
        {
            if (when.At > now)
            {
                await AdvanceAsync(sandbox, now = when.At);
            }

            await act();
        }

        var end = Instant.Max(now, contracts.Max(contract => contract.LastSync) + Duration.FromDays(400));
        await AdvanceAsync(sandbox, end);
        var differences = new List<string>();
        foreach (var contract in contracts)
        {
            if (await contract.DifferenceAsync(end) is { } difference)
            {
                differences.Add($"{contract.Life}\n  {string.Join(", ", contract.Syncs)}\n{difference}");
            }
        }

        Assert.True(
            differences.Count == 0,
            $"{differences.Count} of {contracts.Count}:\n{string.Join("\n", differences.OrderBy(text => text.Length).Take(8))}"
        );
        Assert.Empty(contracts.SelectMany(contract => contract.Codes).Except(RightRefusals));
        Assert.True(contracts.Sum(contract => contract.Refused) * 3 < contracts.Sum(contract => contract.Syncs.Count), "too many orders are refused");
    }

    /// <summary>What phases leave pending is invoiced when they begin, as the product does when it hears of it.</summary>
    private static async Task SyncAsync(Contract contract, string order, Instant at, PriorityQueue<Func<Task>, (Instant At, int Number)> agenda)
    {
        await contract.SyncAsync(at, order);
        await contract.Account.InvoicePendingAsync();
        foreach (var start in contract.PhaseStarts.Where(start => start > at))
        {
            agenda.Enqueue(contract.Account.InvoicePendingAsync, (start, 0));
        }
    }

    private static async Task AdvanceAsync(StripeSandbox sandbox, Instant to)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        var body = new { to = NodaTime.Text.InstantPattern.General.Format(to) };
        using var reply = await http.PostAsJsonAsync(
            new Uri(sandbox.Address, "/_sandbox/clock/advance"),
            body,
            TestContext.Current.CancellationToken
        );
        var answer = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(reply.IsSuccessStatusCode, $"{body.to}: {answer}");
    }

    private sealed class Contract(GeneratedEvergreen life, BillingAccount account)
    {
        private readonly HashSet<string> _known = [];
        private readonly World _world = life.World();
        private InvoiceForecast? _forecast;

        private readonly BillingDay _day = BillingDay.From(life.Start, DateTimeZoneProviders.Tzdb[life.Calendar.Zone]);

        public GeneratedEvergreen Life => life;

        public BillingAccount Account => account;

        /// <summary>When charges of phases become pending.</summary>
        public IEnumerable<Instant> PhaseStarts { get; private set; } = [];

        public Instant LastSync { get; private set; }

        public List<string> Syncs { get; } = [];

        /// <summary>Why our product refused orders.</summary>
        public HashSet<string> Codes { get; } = [];

        public int Refused { get; private set; }

        public async Task SyncAsync(Instant now, string order)
        {
            _known.Add(order);
            LastSync = now;
            var snapshot = await account.SeenByAsync(_world.At(now, order, _known));
            var result = OrderTranslator.Translate(snapshot);
            if (result is not Translated translated)
            {
                var codes = ((Rejected)result).Errors.Select(error => error.Code).ToList();
                Syncs.Add($"{now} {order} {string.Join(' ', codes)}");
                Codes.UnionWith(codes);
                Refused++;
                _known.Remove(order);
                return;
            }

            Syncs.Add($"{now} {order}");
            var (answers, refused) = await account.ApplyAsync(translated.Plan);
            Assert.True(refused is null, $"{life}\n{string.Join(", ", Syncs)}\n{refused}");
            _world.Note(translated, snapshot, value => ((StripeText)answers.Resolve(value)).Value);
            _forecast = translated.Forecast();
            PhaseStarts = translated.Timeline?.Phases.Select(phase => phase.Start.At).ToList() ?? [];
        }

        /// <summary>Between what was told and what was billed, or what a later run tells; null when there is none.</summary>
        public async Task<string?> DifferenceAsync(Instant end)
        {
            var until = _forecast!.RunsOnFrom ?? LocalDate.MaxIsoValue;
            var bills = await account.BillsAsync();
            var billed = bills
                .Select(bill => (Date: _day.DateOf(bill.At), bill.Total))
                .Where(bill => bill.Date < until)
                .OrderBy(bill => bill.Date)
                .ThenBy(bill => bill.Total)
                .Select(bill => $"{bill.Date:uuuu-MM-dd} {bill.Total}")
                .ToList();
            var told = Told(_forecast, until);
            if (!told.SequenceEqual(billed))
            {
                return $"  told {string.Join(", ", told.Except(billed))}; billed {string.Join(", ", billed.Except(told))}\n  {string.Join("\n  ", bills.Select(bill => $"{bill.At} {bill.Total}: {bill.Lines}").Take(8))}";
            }

            var snapshot = await account.SeenByAsync(_world.At(end, "O0", _known));
            var result = OrderTranslator.Translate(snapshot);
            var later = Told((result as Translated)?.Forecast(), until);
            return later.SequenceEqual(told)
                ? null
                : $"  {(result as Rejected)?.Errors[0].Message}  told {string.Join(", ", told.Except(later))}; later {string.Join(", ", later.Except(told))}";
        }

        private static List<string> Told(InvoiceForecast? forecast, LocalDate until) =>
            [
                .. (forecast?.Invoices ?? [])
                    .Where(invoice => invoice.Total != 0 && invoice.Date < until)
                    .OrderBy(invoice => invoice.Date)
                    .ThenBy(invoice => invoice.Total)
                    .Select(invoice => $"{invoice.Date:uuuu-MM-dd} {invoice.Total}"),
            ];
    }
}
