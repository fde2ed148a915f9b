using System.Diagnostics;
using System.Globalization;
using System.Text;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe;

/// <summary>A body as Stripe reads it: bracketed names, indexed lists, times as Unix seconds, true and false.</summary>
/// <remarks>An empty list is sent as an empty value, which Stripe reads as "unset"; an empty map says nothing at all.</remarks>
public static class FormEncoding
{
    public static string Encode(StripeMap body)
    {
        var form = new StringBuilder();
        foreach (var (key, value) in body.Entries)
        {
            Append(form, Uri.EscapeDataString(key), value);
        }

        return form.ToString();
    }

    private static void Append(StringBuilder form, string name, StripeValue value)
    {
        switch (value)
        {
            case StripeMap map:
                foreach (var (key, child) in map.Entries)
                {
                    Append(form, $"{name}[{Uri.EscapeDataString(key)}]", child);
                }

                break;
            case StripeList { Items.IsEmpty: false } list:
                for (var index = 0; index < list.Items.Length; index++)
                {
                    Append(form, $"{name}[{index.ToString(CultureInfo.InvariantCulture)}]", list.Items[index]);
                }

                break;
            default:
                form.Append(form.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(Scalar(value)));
                break;
        }
    }

    /// <summary>The text of one value; decimals never have an exponent nor trailing zeros.</summary>
    private static string Scalar(StripeValue value) =>
        value switch
        {
            StripeText text => text.Value,
            StripeNumber number => MinorUnits.Trim(number.Value).ToString(CultureInfo.InvariantCulture),
            StripeFlag flag => flag.Value ? "true" : "false",
            StripeTime time => time.Value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            StripeList => "",
            StripeRef reference => throw new InvalidOperationException($"The reference {reference.Step} was not replaced before sending."),
            _ => throw new UnreachableException(),
        };
}
