using System.Globalization;
using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Translation;
using CpqBilling.Engine.Sync;
using CpqBilling.Sandbox.Stripe;
using CpqBilling.Stripe;
using CpqBilling.Stripe.Reading;

namespace CpqBilling.Bills;

/// <summary>A Stripe account of the sandbox with one customer: plans are sent to it, bills are read from it.</summary>
internal sealed class BillingAccount(StripeSandbox sandbox, string name)
{
    private readonly StripeGateway _stripe = new(new StripeConnection($"sk_test_{name}", sandbox.Address.ToString()));

    public async Task<OrderSnapshot> SeenByAsync(OrderSnapshot snapshot)
    {
        if (StripeReadListBuilder.For(snapshot) is not { } list)
        {
            return snapshot;
        }

        var seen = snapshot with { Stripe = await ReadAsync(list) };
        while (StripeReadListBuilder.Further(seen) is { } further)
        {
            var objects = (await ReadAsync(further)).Objects;
            seen = seen with { Stripe = seen.Stripe with { Objects = seen.Stripe.Objects.SetItems(objects) } };
        }

        return seen;
    }

    private async Task<StripeSnapshot> ReadAsync(StripeReadList list)
    {
        var reading = await new StripeStateReader(_stripe).ReadAsync(list, RememberedStripe.Nothing, "salesforce_", Cancel);
        return reading is StripeWasRead read ? read.Snapshot : throw new InvalidOperationException($"{((StripeNotRead)reading).Error.Message}");
    }

    /// <summary>Sends every step; what they answered stands in the resolver.</summary>
    /// <returns>With what Stripe refused; null when it took everything.</returns>
    public async Task<(ReferenceResolver Answers, string? Refused)> ApplyAsync(SyncPlan plan)
    {
        var answers = new ReferenceResolver();
        foreach (var step in plan.Steps)
        {
            var body = answers.Resolve(step.Body);
            var path = answers.ResolvePath(step.Path);
            var key = IdempotencyKey.For(name, step with { Path = path }, body);
            var reply = await _stripe.SendAsync(step.Method, path, body, key, Cancel);
            if (reply is not StripeAnswered answered)
            {
                return (answers, $"{path} {StripeJson.Write(body)}: {StripeRefusal.ToSyncError(reply, step).Message}");
            }

            answers.Add(step.Key, answered.Id, answered.Body);
        }

        return (answers, null);
    }

    /// <summary>Invoices what is pending on the subscription, as the product does when it hears of it (docs/rules/plan.md 10).</summary>
    public async Task InvoicePendingAsync()
    {
        var pending = await ListAsync("/v1/invoiceitems", new StripeMap().Set("pending", true));
        foreach (var items in pending.Where(item => SubscriptionOf(item) is not null).GroupBy(SubscriptionOf))
        {
            var body = new StripeMap().Set("customer", items.First().GetProperty("customer").GetString()).Set("subscription", items.Key);
            var key = $"pending-{items.First().GetProperty("id").GetString()}";
            if (await _stripe.SendAsync(StripeMethod.Post, "/v1/invoices", body.Set("auto_advance", true), key, Cancel) is StripeAnswered invoice)
            {
                await _stripe.SendAsync(StripeMethod.Post, $"/v1/invoices/{invoice.Id}/finalize", new StripeMap(), $"{key}-finalize", Cancel);
            }
        }
    }

    /// <summary>All invoices that ask for money or give some, oldest first.</summary>
    public async Task<IReadOnlyList<Bill>> BillsAsync() =>
        [
            .. (await ListAsync("/v1/invoices", new StripeMap()))
                .Select(invoice => new Bill(
                    MadeOutAt(invoice),
                    invoice.GetProperty("total").GetDecimal(),
                    string.Join("; ", invoice.GetProperty("lines").GetProperty("data").EnumerateArray().Select(Line))
                ))
                .Where(bill => bill.Total != 0)
                .Reverse()
                .OrderBy(bill => bill.At),
        ];

    /// <summary>Subscriptions bill on the day; an invoice beside them may be a draft until its day.</summary>
    private static Instant MadeOutAt(JsonElement invoice) =>
        invoice.GetProperty("parent").ValueKind == JsonValueKind.Null
        && invoice.GetProperty("status_transitions").GetProperty("finalized_at") is { ValueKind: JsonValueKind.Number } finalized
            ? Instant.FromUnixTimeSeconds(finalized.GetInt64())
            : Instant.FromUnixTimeSeconds(invoice.GetProperty("created").GetInt64());

    private async Task<List<JsonElement>> ListAsync(string path, StripeMap query)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var page = (StripeAnswered)await _stripe.GetAsync(path, query.Set("limit", 100), Cancel);
            all.AddRange(page.Body.GetProperty("data").EnumerateArray());
            if (!page.Body.GetProperty("has_more").GetBoolean())
            {
                return all;
            }

            query = query.Set("starting_after", all[^1].GetProperty("id").GetString());
        }
    }

    private static string? SubscriptionOf(JsonElement item) =>
        item.GetProperty("parent") is { ValueKind: JsonValueKind.Object } parent
            ? parent.GetProperty("subscription_details").GetProperty("subscription").GetString()
            : null;

    private static string Line(JsonElement line)
    {
        var period = line.GetProperty("period");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.GetProperty("amount").GetDecimal()} {Date(period.GetProperty("start"))}..{Date(period.GetProperty("end"))}"
        );
    }

    private static string Date(JsonElement seconds) =>
        Instant.FromUnixTimeSeconds(seconds.GetInt64()).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}

/// <param name="Total">Minor units.</param>
internal sealed record Bill(Instant At, decimal Total, string Lines);
