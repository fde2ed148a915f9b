using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Cpq;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>Reads what was typed into the forms.</summary>
internal static class PageForms
{
    public static NewAccount Account(IFormCollection form) =>
        new(Required(form, "Name"))
        {
            Phone = Text(form, "Phone"),
            BillingStreet = Text(form, "BillingStreet"),
            BillingCity = Text(form, "BillingCity"),
            BillingPostalCode = Text(form, "BillingPostalCode"),
            BillingCountry = Text(form, "BillingCountry"),
        };

    public static NewProduct Product(IFormCollection form) =>
        new(Required(form, "Name"), Text(form, "Code") ?? Required(form, "Name"), Number(form, "ListPrice") ?? 0m)
        {
            Kind = Enum.Parse<ProductKind>(Required(form, "Kind")),
            SubscriptionTermMonths = (int?)Number(form, "Term"),
            BillingFrequency = Text(form, "BillingFrequency"),
            BillingType = Text(form, "BillingType"),
            Segments = Text(form, "Segments") is { } segments ? Enum.Parse<SegmentLength>(segments) : null,
        };

    public static NewQuote Quote(IFormCollection form) =>
        new(Required(form, "Account"), Start(form), (int?)Number(form, "Term") ?? 12, Lines(form))
        {
            Coupons = Number(form, "PercentOff") is > 0 and var percent ? [new NewCoupon($"{percent:0.##} % off") { PercentOff = percent }] : [],
        };

    public static List<NewLine> Lines(IFormCollection form) =>
        [
            .. Enumerable
                .Range(0, NewQuotePage.LineCount)
                .Where(i => Text(form, $"Product{i}") is not null)
                .Select(i => new NewLine(Required(form, $"Product{i}"), Number(form, $"Quantity{i}") ?? 1m)
                {
                    Discount = Number(form, $"Discount{i}"),
                }),
        ];

    public static DateOnly Start(IFormCollection form) =>
        DateOnly.TryParseExact(Text(form, "Start"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new FormatException("Start must be a date.");

    public static decimal? Number(IFormCollection form, string name) =>
        Text(form, name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"{name} must be a number.");

    public static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static string Required(IFormCollection form, string name) => Text(form, name) ?? throw new FormatException($"{name} is required.");
}
