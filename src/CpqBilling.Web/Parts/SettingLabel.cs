using System.Text;

namespace CpqBilling.Web.Parts;

/// <summary>Names of settings as words: <c>billingTimeZone</c> is "Billing time zone".</summary>
internal static class SettingLabel
{
    public static string Of(string name)
    {
        var label = new StringBuilder();
        foreach (var letter in name)
        {
            _ =
                label.Length == 0 ? label.Append(char.ToUpperInvariant(letter))
                : char.IsUpper(letter) ? label.Append(' ').Append(char.ToLowerInvariant(letter))
                : label.Append(letter);
        }

        return label.ToString();
    }
}
