using System.Collections.Immutable;
using CpqBilling.Core.Money;
using CpqBilling.Engine.Application.Forecasts;
using CpqBilling.Engine.Application.Orders;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Rows;
using NodaTime.Text;

namespace CpqBilling.Engine.Application.Exports;

/// <summary>The lists of the pages as tables to take away; amounts in major units, so that they can be added up.</summary>
public static class Tables
{
    public static TableFile Orders(OrderList orders, OrderFilter filter, CancellationToken cancellation) =>
        new(
            "orders",
            [
                "order",
                "order id",
                "account",
                "kind",
                "activated",
                "state",
                "error",
                "what to do",
                "sold",
                "currency",
                "next invoice",
                "contract",
                "Stripe id",
            ],
            orders.StreamAsync(filter, cancellation).Select(Row)
        );

    public static TableFile Forecast(ForecastReader forecasts, ForecastQuery query, CancellationToken cancellation) =>
        new(
            "forecast",
            ["date", "account", "order", "product", "kind", "quantity", "amount", "discount", "net", "currency", "order id", "order line id"],
            forecasts.StreamAsync(query, cancellation).Select(Row)
        );

    private static ImmutableArray<object?> Row(ListedOrder row)
    {
        var error = Storage.Journal.ErrorJson.Read(row.ErrorsJson).FirstOrDefault();
        return
        [
            row.Number,
            row.OrderId,
            row.AccountName,
            OrderWords.Of(row.Kind),
            row.ActivatedAt is { } at ? InstantPattern.General.Format(at) : null,
            OrderWords.Of(row.State),
            row.ErrorCode,
            error is null ? row.Reason : $"{error.Message} {error.Fix}",
            Major(row.Sold, row.Currency),
            row.Currency?.ToUpperInvariant(),
            row.NextInvoiceOn is { } next ? LocalDatePattern.Iso.Format(next) : null,
            row.ContractKey,
            row.StripeId,
        ];
    }

    private static ImmutableArray<object?> Row(ExpectedAmount row) =>
        [
            LocalDatePattern.Iso.Format(row.Date),
            row.AccountName,
            row.OrderNumber,
            row.Product,
            row.Kind,
            row.Quantity,
            Major(row.Amount, row.Currency),
            Major(row.Discount, row.Currency),
            Major(row.Amount - row.Discount, row.Currency),
            row.Currency.ToUpperInvariant(),
            row.OrderId,
            row.OrderLineId,
        ];

    private static decimal? Major(long? minor, string? currency) =>
        minor is { } amount && currency is not null ? MinorUnits.ToMajor(amount, Currency.Of(currency)) : null;
}
