using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;
using CpqBilling.Core.Tests.Worlds;
using CpqBilling.Core.Translation;
using NodaTime.Text;

namespace CpqBilling.Core.Tests.Scenarios;

/// <summary>The table of plans without a timeline: invoices and evergreen subscriptions, read from their requests.</summary>
internal static class StepTable
{
    public static IEnumerable<string[]> Rows(Translated translated, OrderSnapshot snapshot)
    {
        var prices = new Prices(translated.Plan, snapshot);
        foreach (var step in translated.Plan.Steps)
        {
            var rows = step.Resource switch
            {
                "subscription_schedules" => ScheduleRows(step.Body, prices),
                "subscriptions" when step.Method == StripeMethod.Delete =>
                [
                    ["now", "", step.Source.Id, "canceled now", "", "", ""],
                ],
                "subscriptions" => PhaseRows(step.Body, new StripeMap().Set("start_date", "now").Set("end_date", step.Body["cancel_at"]), prices),
                "invoiceitems" =>
                [
                    [
                        When(step.Body.AtPath("period.start")),
                        When(step.Body.AtPath("period.end")),
                        "",
                        prices.Line(step.Body),
                        Quantity(step.Body),
                        "",
                        prices.OfItem(step.Body),
                    ],
                ],
                _ => [],
            };
            foreach (var row in rows)
            {
                yield return row;
            }
        }
    }

    /// <summary>Phases of a new schedule have no start of their own: the first has the schedule's, the next the end of the one before.</summary>
    private static IEnumerable<string[]> ScheduleRows(StripeMap schedule, Prices prices)
    {
        var start = schedule["start_date"];
        foreach (var phase in BodyReader.Items(schedule["phases"]))
        {
            foreach (var row in PhaseRows(phase, new StripeMap().Set("start_date", start).Merge(phase), prices))
            {
                yield return row;
            }

            start = phase["end_date"];
        }
    }

    private static IEnumerable<string[]> PhaseRows(StripeMap body, StripeMap times, Prices prices)
    {
        var order = BodyReader.Text((body["metadata"] as StripeMap)?["salesforce_order_id"]) ?? "";
        var (from, until) = (When(times["start_date"]), When(times["end_date"]));
        foreach (var item in BodyReader.Items(body["items"]))
        {
            yield return item["deleted"] is null
                ? [from, until, order, prices.Line(item), Quantity(item), prices.Of(item["price"]), ""]
                : [from, until, order, "removed", "", "", ""];
            (from, until, order) = ("", "", "");
        }

        foreach (var item in BodyReader.Items(body["add_invoice_items"]))
        {
            yield return [from, until, order, prices.Line(item), Quantity(item), "", prices.Of(item["price"])];
            (from, until, order) = ("", "", "");
        }

        if (from.Length > 0 && until.Length > 0)
        {
            yield return [from, until, order, "ends", "", "", ""];
        }
    }

    private static string Quantity(StripeMap item) => BodyReader.Number(item["quantity"])?.ToString() ?? "usage";

    private static string When(StripeValue? value) =>
        value switch
        {
            StripeTime time when time.Value.ToUnixTimeSeconds() % 86400 == 0 => $"{time.Value.InUtc().Date:uuuu-MM-dd}",
            StripeTime time => InstantPattern.General.Format(time.Value),
            StripeText text => text.Value,
            StripeRef => "period start",
            _ => "",
        };

    private sealed class Prices(SyncPlan plan, OrderSnapshot snapshot)
    {
        public string Of(StripeValue? price) => TimelineTable.Recurring(Shape(price));

        /// <summary>Negative amounts have no price of their own.</summary>
        public string OfItem(StripeMap item) =>
            item["price_data"] is StripeMap inline
                ? TimelineTable.Recurring(BodyReader.Shape(inline.Set("product", "product")))
                : Of(item.AtPath("pricing.price"));

        public string Line(StripeMap item)
        {
            var id = BodyReader.Text((item["metadata"] as StripeMap)?["salesforce_order_item_id"]);
            var line = snapshot.Records.Find(id);
            return $"{snapshot.Records.Parent(line, "Product2Id")?.Text("Name")} {id}";
        }

        private PriceShape Shape(StripeValue? price)
        {
            if (price is not StripeRef reference)
            {
                return ((PriceState)snapshot.Stripe.Find(BodyReader.Text(price))!).Shape;
            }

            var body = plan.Steps.First(step => step.Key == reference.Step).Body;
            return BodyReader.Shape(body.Set("product", "product"));
        }
    }
}
