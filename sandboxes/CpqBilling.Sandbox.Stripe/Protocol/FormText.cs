using System.Text;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Writes a decoded form back as text.</summary>
internal static class FormText
{
    public static string Of(RawNode form)
    {
        var text = new StringBuilder();
        foreach (var (name, node) in form.Children)
        {
            Write(text, name, node);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, RawNode node)
    {
        if (!node.HasChildren)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(path)).Append('=').Append(Uri.EscapeDataString(node.Text ?? ""));
        }

        foreach (var (name, child) in node.Children)
        {
            Write(text, $"{path}[{name}]", child);
        }
    }
}
