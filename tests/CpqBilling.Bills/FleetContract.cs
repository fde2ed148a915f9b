using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using CpqBilling.Core.Tests.Properties;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;

namespace CpqBilling.Bills;

/// <summary>One contract of the fleet: its orders become known one after the other and are synced into its Stripe account.</summary>
internal sealed class FleetContract(GeneratedLife life, World world, BillingAccount account)
{
    private readonly HashSet<string> _known = [];
    private const string TrialTooLong = "SYNC-3011";
    private const string RebateTooLarge = "SYNC-2027";
    private const string RebateOfFrequencies = "SYNC-2028";
    private Translated? _last;

    public GeneratedLife Life => life;

    public BillingAccount Account => account;

    /// <summary>What the customer should be billed, by the last translation.</summary>
    public InvoiceForecast Forecast => _last!.Forecast()!;

    /// <summary>What is not what CPQ sold and has no name, by the bills as they were made.</summary>
    /// <param name="billed">All bills, in minor units.</param>
    public IEnumerable<string> FaultsOfTotals(decimal billed)
    {
        var forecast = Forecast;
        if (forecast.Reconciliation is not { } told || forecast.RunsOnFrom is not null)
        {
            return [];
        }

        var discounts = forecast.Invoices.Sum(invoice => invoice.Discount);
        var differences = told.Uncredited + told.OfTiers + told.CreditsNet + told.AtOtherPrice + told.Otherwise + told.Rounding;
        var sum = billed + discounts == told.Ordered + differences ? Array.Empty<string>() : [$"{billed} and {discounts} off, {told}"];
        var sold = Sold(told) is { } cpq && cpq != told.Ordered ? [$"CPQ sold {cpq}, told are {told.Ordered}"] : Array.Empty<string>();
        return [.. sum, .. sold, .. ExactTotals.Faults(_last!, Life.Features.SkipsPast || Life.Features.TrialDays > 0)];
    }

    /// <summary>CPQ's totals by the records alone; null where a line of them never ran, or is billed by use.</summary>
    private decimal? Sold(Reconciliation told)
    {
        var lines = world.OfType("OrderItem").Where(line => _known.Contains(line.Text("OrderId")!)).ToList();
        var counted = told.Lines.SelectMany(line => line.TakenOff.Select(taken => taken.By.Id).Append(line.Line.Id)).ToHashSet();
        return lines.Any(line => !counted.Contains(line.Id))
            ? null
            : lines.Sum(line => line.Number("UnitPrice") * line.Number("Quantity")) * Currency.Of(Forecast.Currency).MinorPerMajor;
    }

    /// <summary>Why the last sync was refused, by us or by Stripe; null when it went through.</summary>
    public string? Refusal { get; private set; }

    /// <summary>
    /// More than Stripe takes at once, a reduction that waits for units, an addition that comes after what was left of its contract has
    /// ended, a rebate that is more than a bill or stands beside several frequencies, or a trial that outlasts the first phase.
    /// </summary>
    public bool IsRefusedRightly =>
        Refusal?.Split(' ')[0] is "SYNC-1024" or "SYNC-1028" or "SYNC-2011" or "SYNC-2024" or RebateTooLarge or RebateOfFrequencies or TrialTooLong;

    /// <summary>Orders as they were synced, and when.</summary>
    public List<string> Syncs { get; } = [];

    /// <summary>When charges of phases become pending, for the invoicing of prorations.</summary>
    public IEnumerable<Instant> PhaseStarts => _last?.Timeline!.Phases.Select(phase => phase.Start.At) ?? [];

    public Instant? ContinueAt => _last?.Plan.ContinueAt;

    /// <summary>Syncs the contract, with an order that was not known before or to send further phases.</summary>
    public async Task SyncAsync(Instant now, string? orderId)
    {
        Syncs.Add($"{now} {orderId}");
        _known.UnionWith(orderId is null ? [] : [orderId]);
        var snapshot = await account.SeenByAsync(world.At(now, orderId ?? "O0", _known));
        var result = OrderTranslator.Translate(snapshot);
        Refusal = result is Rejected rejected ? string.Join(" ", rejected.Errors.Select(error => $"{error.Code} {error.Message}")) : null;
        if (result is not Translated translated)
        {
            return;
        }

        var (answers, refused) = await account.ApplyAsync(translated.Plan);
        if (refused is not null)
        {
            Refusal = refused;
            return;
        }

        world.Note(translated, snapshot, value => IdOf(answers, value));
        _last = translated;
    }

    private static string IdOf(ReferenceResolver answers, StripeValue value) =>
        answers.Resolve(value) is StripeText { Value: var text } ? text : throw new InvalidOperationException($"{value} is no text");
}
